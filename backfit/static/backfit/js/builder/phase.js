// A phase: its heading, what it takes, and the panel with its name, weeks, days and aims.
import { advise } from "./advice.js";
import { at, clone, mark, put, word } from "./dom.js";
import { bind, fill } from "./fields.js";
import { say } from "./say.js";
import { newKey, newPhase } from "./state.js";

const MOST_DAYS = 7;

// The name of a phase, as its heading and its buttons say it.
export function phaseTitle(phase, phases) {
  const n = phases.indexOf(phase) + 1;
  if (phases.length === 1) return phase.name || word("exercises");
  return phase.name ? word("phaseNamed", { n, name: phase.name }) : word("phase", { n });
}

export class PhaseView {
  constructor(board, id) {
    this.board = board;
    this.plan = board.plan;
    this.id = id;
    this.node = clone("builder-phase");
    this.parts = Object.fromEntries([...this.node.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    this.list = this.parts.lines;
    this.parts.title.id = `phase-${id}`;
    this.node.setAttribute("aria-labelledby", `phase-${id}`);
    this.parts.panel.id = `panel-${id}`;
    this.parts.advice.id = `advice-${id}`;
    this.parts.open.setAttribute("aria-controls", `panel-${id}`);
    this.parts.open.onclick = () => this.toggle();
    this.parts.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.toggle(false);
    });
    for (const [name, act] of Object.entries({ up: -1, down: 1 })) this.parts[name].onclick = () => this.move(act);
    this.parts.duplicate.onclick = () => this.duplicate();
    this.parts.remove.onclick = () => this.remove();
    bind(this.parts.panel, { plan: this.plan, owner: () => this.phase, tag: id });
  }

  get phase() {
    return this.plan.phases.find((phase) => phase.id === this.id);
  }

  update(phase, phases) {
    const place = phases.indexOf(phase);
    put(this.parts.title, "textContent", phaseTitle(phase, phases));
    put(this.parts.when, "textContent", this.when(phase));
    mark(this.parts.open, "aria-label", word("phaseSettings", { title: phaseTitle(phase, phases) }));
    const budget = this.plan.answer.phases[place]?.budget;
    put(this.parts.minutes, "textContent", budget ? word(budget.exercises === 1 ? "phaseTakesOne" : "phaseTakes", { minutes: budget.minutes, exercises: budget.exercises }) : "");
    advise(this.parts.advice, budget, this.board);
    for (const name of ["up", "down", "remove"]) put(this.parts[name], "hidden", phases.length === 1);
    put(this.parts.up, "disabled", place === 0);
    put(this.parts.down, "disabled", place === phases.length - 1);
    this.node.classList.toggle("phase--single", phases.length === 1);
    fill(this.parts.panel, phase);
  }

  when(phase) {
    const names = [...this.parts.panel.querySelectorAll("[data-field=days]")].map((box) => box.closest("label").textContent.trim());
    const days = phase.days.length === MOST_DAYS ? word("everyDay") : phase.days.map((day) => names[day - 1]).join(" ");
    const weeks = phase.weeks === null ? word("openEnd") : word(phase.weeks === 1 ? "oneWeek" : "weeks", { n: phase.weeks });
    return [days, weeks, phase.goal].filter(Boolean).join(" · ");
  }

  toggle(open = this.parts.panel.hidden) {
    this.parts.panel.hidden = !open;
    mark(this.parts.open, "aria-expanded", open);
    (open ? this.parts.panel.querySelector("input") : this.parts.open).focus();
  }

  move(by) {
    const { phases } = this.plan;
    const place = phases.indexOf(this.phase);
    if (!phases[place + by]) return;
    this.plan.change(() => phases.splice(place + by, 0, ...phases.splice(place, 1)));
    const button = by < 0 ? this.parts.up : this.parts.down;
    (button.disabled ? this.parts.open : button).focus();
    say(word("phaseMoved", { title: phaseTitle(this.phase, this.plan.phases), n: place + by + 1, all: phases.length }));
  }

  duplicate() {
    const { phases } = this.plan;
    const copy = newPhase(this.phase);
    copy.lines = this.phase.lines.map((line) => this.copied(line));
    this.plan.change(() => phases.splice(phases.indexOf(this.phase) + 1, 0, copy));
    this.board.phases.get(copy.id).parts.open.focus();
    say(word("phaseAdded", { n: phases.indexOf(copy) + 1 }));
  }

  copied(line) {
    const key = newKey();
    const told = this.plan.told.get(line.key);
    if (told) this.plan.told.set(key, { ...told, settle: false });
    return { ...structuredClone(line), key };
  }

  remove() {
    const { phases } = this.plan;
    const title = phaseTitle(this.phase, phases);
    const place = phases.indexOf(this.phase);
    this.plan.change(() => phases.splice(place, 1));
    this.board.phases.get(phases[Math.min(place, phases.length - 1)].id).parts.open.focus();
    say(word("removed", { name: title }));
  }
}

export function phaseAdder(board) {
  at("builder-add-phase").onclick = () => {
    const phase = newPhase();
    board.plan.change(({ phases }) => phases.push(phase));
    board.focus(phase.lines[0].key);
    say(word("phaseAdded", { n: board.plan.phases.length }));
  };
}
