// Sliders for the joints: where one stands is what was solved; moving it is a wish for this step.
import { button, element, word } from "./dom.js";

const other = (name) => name.replace(/\.(R|L)\./, (_all, side) => (side === "R" ? ".L." : ".R."));
const both = (name) => name.replace(/\.(R|L)\./, ".");

export class Joints {
  constructor(editing, groups, panel, link) {
    this.editing = editing;
    this.link = link;
    this.rows = new Map();
    panel.replaceChildren(...groups.map((group, index) => this.group(group, index === 0)));
  }

  group(group, open) {
    const summary = element("summary", {}, group.label);
    return element("details", { className: "figure-group", open }, summary, ...group.sliders.map((each) => this.row(each)));
  }

  row(slider) {
    const id = `figure-joint-${slider.name}`;
    const range = element("input", { type: "range", id, min: slider.low, max: slider.high, step: 1 });
    range.setAttribute("aria-describedby", `${id}-ends`);
    const value = element("output", { htmlFor: id });
    const free = button(word("release"), () => this.release(slider.name), { hidden: true });
    free.setAttribute("aria-label", `${word("release")}: ${slider.label}`);
    range.oninput = () => {
      value.textContent = `${range.value}°`;
      this.wish(slider.name, Number(range.value));
    };
    range.onchange = () => this.editing.settle();
    const ends = element("span", { className: "figure-joint__ends", id: `${id}-ends` }, `${slider.lowWord} – ${slider.highWord}`);
    const label = element("label", { htmlFor: id }, slider.label);
    this.rows.set(slider.name, { range, value, free, label });
    return element("div", { className: "figure-joint" }, label, value, range, ends, free);
  }

  wish(name, value) {
    this.editing.change(() => {
      const step = this.editing.current;
      step.set = { ...step.set };
      delete step.set[both(name)];
      for (const each of this.names(name)) step.set[each] = value;
      // A wish for both sides at once was one name; the side that is not meant keeps its value.
      if (!this.link.checked && name !== both(name)) this.keepOther(step, name);
    }, `joint ${name}`);
  }

  keepOther(step, name) {
    const joint = both(name);
    const before = this.editing.past.at(-1)?.document.steps[this.editing.step]?.set ?? {};
    if (joint in before && !(other(name) in step.set)) step.set[other(name)] = before[joint];
  }

  names(name) {
    return this.link.checked && name !== both(name) ? [name, other(name)] : [name];
  }

  release(name) {
    this.editing.change(() => {
      const step = this.editing.current;
      for (const each of [...this.names(name), both(name)]) delete step.set?.[each];
      if (step.set && !Object.keys(step.set).length) delete step.set;
    });
  }

  show() {
    const solved = this.editing.solved;
    const wishes = this.editing.current.set ?? {};
    for (const [name, row] of this.rows) {
      const wished = wishes[name] ?? wishes[both(name)];
      const value = Math.round(wished ?? solved?.angles[name] ?? 0);
      if (document.activeElement !== row.range || wished === undefined) row.range.value = value;
      row.value.textContent = `${value}°`;
      row.free.hidden = wished === undefined;
      row.label.classList.toggle("figure-joint--wished", wished !== undefined);
    }
  }
}
