// The panel of a line: what is said beside its text. One is open at a time, below its line.
import { clone, element, mark, put, word } from "./dom.js";
import { EasierOffers } from "./easier.js";
import { bind, fill } from "./fields.js";
import { isBlank, newKey } from "./state.js";

export class Details {
  constructor(board) {
    this.board = board;
    this.plan = board.plan;
    this.key = null;
    this.node = clone("builder-details");
    this.parts = Object.fromEntries([...this.node.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    bind(this.node, { plan: this.plan, owner: () => this.line, tag: "details" });
    this.offers = new EasierOffers(this.node, () => this.key);
    this.parts.side.onchange = () => this.chooseSide();
    this.parts.other.onchange = () => this.chooseOther();
    this.parts.close.onclick = () => this.close();
    this.parts.up.onclick = () => this.moved(-1);
    this.parts.down.onclick = () => this.moved(1);
    this.parts.duplicate.onclick = () => this.act((key) => board.duplicate(key));
    this.parts.remove.onclick = () => this.act((key) => board.remove(key));
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  get line() {
    return this.plan.find(this.key)?.line;
  }

  toggle(key, field = null) {
    const { line } = this.plan.find(key);
    if (this.key === key && !field) return this.close();
    if (isBlank(line)) return;
    if (this.key) this.hide();
    this.plan.settle(key);
    this.key = key;
    this.back = document.activeElement?.closest?.(`[data-key="${key}"]`) ? document.activeElement : this.board.view(key).input;
    const view = this.board.view(key);
    view.node.append(this.node);
    view.parts.details.setAttribute("aria-expanded", "true");
    this.update();
    (field ? this.node.querySelector(`[data-field=${field}]`) : this.parts.first).focus();
    this.node.scrollIntoView({ block: "nearest" });
  }

  hide() {
    // What waits until its field is left is taken over first.
    if (this.node.contains(document.activeElement)) document.activeElement.blur();
    this.board.lines.get(this.key)?.parts.details.setAttribute("aria-expanded", "false");
    this.node.remove();
    this.key = null;
  }

  close() {
    const { key, back } = this;
    this.hide();
    if (back?.isConnected && back.checkVisibility()) back.focus();
    else this.board.focus(key);
  }

  act(does) {
    const { key } = this;
    this.hide();
    does(key);
  }

  moved(by) {
    this.board.move(this.key, by);
    (by < 0 ? this.parts.up : this.parts.down).focus();
  }

  update() {
    if (!this.key) return;
    const found = this.plan.find(this.key);
    if (!found) return this.hide();
    const { line, phase } = found;
    const told = this.plan.view(line);
    put(this.parts.title, "textContent", word("detailsOf", { name: this.board.name(this.key) }));
    mark(this.node, "aria-label", word("detailsOf", { name: this.board.name(this.key) }));
    fill(this.node, line);
    put(this.parts.despite, "hidden", !(told?.misfit || line.despite));
    put(this.parts.when, "hidden", !line.choose);
    this.offers.show(told?.status === "ok" ? `${this.key} ${told.text}` : "");
    this.sides(line, told);
    this.others(line, phase);
  }

  // Such as "left side only": how the server writes it. A line that is not understood has no side to choose.
  sides(line, told) {
    const { side } = this.parts;
    side.disabled = told?.status !== "ok";
    const written = [...side.options].map((option) => option.value).filter(Boolean);
    put(side, "value", written.find((words) => line.text.includes(`, ${words}`)) ?? "");
  }

  chooseSide() {
    const { side } = this.parts;
    const written = [...side.options].map((option) => option.value).filter(Boolean);
    const without = written.reduce((text, words) => text.replace(`, ${words}`, ""), this.line.text);
    const text = side.value ? `${without}, ${side.value}` : without;
    this.plan.settling = this.key;
    this.plan.change(() => Object.assign(this.line, { text, answer: "" }), { focus: this.key });
  }

  // Lines of the phase of which this one may be the alternative.
  others(line, phase) {
    const { other } = this.parts;
    const choices = phase.lines.filter((one) => one !== line && !isBlank(one));
    const state = JSON.stringify([line.choose, choices.map((one) => [one.key, one.text, one.choose])]);
    if (state === this.listed) return;
    this.listed = state;
    const made = choices.map((one) => element("option", { value: one.key }, this.board.name(one.key)));
    other.replaceChildren(element("option", { value: "" }, word("noChoice")), ...made);
    other.value = choices.find((one) => line.choose && one.choose === line.choose)?.key ?? "";
  }

  chooseOther() {
    const { value } = this.parts.other;
    const { phase, line } = this.plan.find(this.key);
    const other = phase.lines.find((one) => one.key === value);
    const act = () => {
      const left = phase.lines.filter((one) => one !== line && line.choose && one.choose === line.choose);
      if (left.length === 1) left[0].choose = ""; // nothing is left to choose from
      if (other) other.choose ||= newKey();
      Object.assign(line, { choose: other?.choose ?? "", when: other ? line.when : "" });
    };
    this.plan.change(act, { focus: this.key });
  }
}
