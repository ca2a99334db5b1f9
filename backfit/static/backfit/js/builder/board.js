// The page's picture of the plan: phases with their lines, and what the buttons and keys do to them.
import { arrange, word } from "./dom.js";
import { dragRow } from "../dragging.js";
import { LineView } from "./line.js";
import { PhaseView } from "./phase.js";
import { say } from "./say.js";
import { isBlank, newKey, newLine } from "./state.js";

export class Board {
  constructor(plan, list) {
    this.plan = plan;
    this.list = list;
    this.lines = new Map();
    this.phases = new Map();
    this.dragging = false;
    plan.addEventListener("change", () => this.draw());
    plan.addEventListener("told", () => this.draw());
  }

  draw() {
    if (this.dragging) return;
    const { phases } = this.plan;
    const lost = this.focused();
    for (const phase of phases) {
      if (!this.phases.has(phase.id)) this.phases.set(phase.id, new PhaseView(this, phase.id));
      this.phases.get(phase.id).update(phase, phases);
    }
    arrange(this.list, phases.map(({ id }) => this.phases.get(id).node));
    for (const phase of phases) arrange(this.phases.get(phase.id).list, phase.lines.map(({ key }) => this.view(key).node));
    for (const found of this.plan.lines()) this.view(found.line.key).update(found, phases);
    this.details?.update();
    if (lost && document.activeElement === document.body) this.focus(lost);
  }

  view(key) {
    if (!this.lines.has(key)) {
      const view = new LineView(this, key);
      view.parts.handle.addEventListener("pointerdown", (event) => this.drag(event, view));
      view.parts.details.addEventListener("click", () => this.openDetails(key));
      view.parts.remove.addEventListener("click", () => this.remove(key));
      this.lines.set(key, view);
    }
    return this.lines.get(key);
  }

  // The key of the line in which somebody is.
  focused() {
    return document.activeElement?.closest?.("[data-key]")?.dataset.key ?? null;
  }

  focus(key, { end = true } = {}) {
    const keys = this.plan.lines().map(({ line }) => line.key);
    const { input } = this.view(keys.includes(key) ? key : keys.at(-1));
    input.focus();
    if (end) input.setSelectionRange(input.value.length, input.value.length);
    input.closest("[data-key]").scrollIntoView({ block: "nearest" });
  }

  name(key) {
    const { line } = this.plan.find(key);
    return this.view(key).name(line, this.plan.view(line));
  }

  place(key) {
    const { phase, place } = this.plan.find(key);
    const at = { name: this.name(key), n: place + 1, all: phase.lines.length - 1, phase: this.plan.phases.indexOf(phase) + 1 };
    return word(this.plan.phases.length > 1 ? "placedOf" : "placed", at);
  }

  type(key, text) {
    const { line } = this.plan.find(key);
    if (line.text === text) return;
    const act = () => {
      line.text = text;
      line.answer = "";
    };
    this.plan.change(act, { typing: `${key} text`, focus: key });
  }

  rewrite(key, text) {
    this.plan.settling = key;
    this.plan.change(() => Object.assign(this.plan.find(key).line, { text, answer: "" }), { focus: key });
    this.focus(key);
  }

  answer(key, place) {
    const { line } = this.plan.find(key);
    const choice = this.plan.view(line)?.question?.choices[place];
    if (!choice) return false;
    this.plan.settling = key;
    this.plan.change(() => (line.answer = choice.shorthand), { focus: key });
    say(choice.label);
    this.focus(key);
    return true;
  }

  // The line below, which is made if there is none yet.
  enter(key) {
    const { phase, place, line } = this.plan.find(key);
    const below = phase.lines[place + 1];
    if (isBlank(line) && !below) return;
    if (below && isBlank(below)) return this.focus(below.key);
    const made = newLine();
    this.plan.change(() => phase.lines.splice(place + 1, 0, made), { focus: key });
    this.focus(made.key);
  }

  move(key, by) {
    const { phase, place, line } = this.plan.find(key);
    const { phases } = this.plan;
    if (isBlank(line)) return;
    const last = phase.lines.length - 2; // the empty line stays at the end
    const other = phases[phases.indexOf(phase) + by];
    const leaves = by < 0 ? place === 0 : place >= last;
    if (leaves && !other) return say(this.place(key));
    const act = () => {
      phase.lines.splice(place, 1);
      if (!leaves) phase.lines.splice(place + by, 0, line);
      else other.lines.splice(by < 0 ? other.lines.length - 1 : 0, 0, line);
    };
    this.plan.change(act, { focus: key });
    say(this.place(key));
    this.view(key).node.scrollIntoView({ block: "nearest" });
  }

  remove(key, { back = false } = {}) {
    const { phase, place, line } = this.plan.find(key);
    const name = this.name(key);
    if (place === phase.lines.length - 1 && isBlank(line)) return;
    const next = phase.lines[back ? Math.max(0, place - 1) : place + 1]?.key;
    const goal = next === key ? phase.lines[place + 1].key : next;
    this.plan.change(() => phase.lines.splice(place, 1), { focus: key });
    this.focus(goal);
    say(isBlank(line) ? "" : word("removed", { name }));
  }

  duplicate(key) {
    const { phase, place, line } = this.plan.find(key);
    if (isBlank(line)) return;
    const copy = { ...structuredClone(line), key: newKey() };
    const told = this.plan.told.get(key);
    if (told) this.plan.told.set(copy.key, { ...told, settle: false });
    this.plan.change(() => phase.lines.splice(place + 1, 0, copy), { focus: key });
    this.focus(copy.key);
    say(word("duplicated", { name: this.name(copy.key) }));
  }

  // Several lines of a letter become as many lines here.
  paste(key, text) {
    const made = text.split(/\r\n|[\r\n]/).map((line) => line.trim()).filter(Boolean);
    if (made.length < 2) return false;
    const { phase, place, line } = this.plan.find(key);
    const fresh = made.map((written) => newLine({ text: written }));
    this.plan.change(() => phase.lines.splice(isBlank(line) ? place : place + 1, isBlank(line) ? 1 : 0, ...fresh), { focus: key });
    const after = phase.lines[phase.lines.indexOf(fresh.at(-1)) + 1];
    this.focus(after.key);
    say(word("pasted", { n: made.length }));
    return true;
  }

  openDetails(key, field = null) {
    this.details.toggle(key, field);
  }

  drag(event, view) {
    this.dragging = true;
    const rows = () => [...this.list.querySelectorAll("[data-key]")];
    const end = () => {
      this.dragging = false;
      this.settleOrder(view.key);
    };
    dragRow(event, { row: view.node, rows, end, dragged: "line--dragged", fixed: (row) => row.matches(".line--empty") });
    if (!event.defaultPrevented) this.dragging = false;
  }

  // The order that the page has got by dragging.
  settleOrder(key) {
    const order = this.plan.phases.map(({ id }) => [...this.phases.get(id).list.children].map((node) => node.dataset.key));
    const all = new Map(this.plan.lines().map(({ line }) => [line.key, line]));
    const before = JSON.stringify(this.plan.phases.map((phase) => phase.lines.map((line) => line.key)));
    if (JSON.stringify(order) === before) return this.draw();
    const act = ({ phases }) => phases.forEach((phase, place) => (phase.lines = order[place].map((one) => all.get(one))));
    this.plan.change(act, { focus: key });
    say(this.place(key));
  }
}

