// The dose budget, always in view: what a session of the phase takes in which one is writing.
import { TONES } from "./advice.js";
import { at, mark, put, word } from "./dom.js";
import { phaseTitle } from "./phase.js";
import { say } from "./say.js";

export class Budget {
  constructor(board) {
    this.board = board;
    this.plan = board.plan;
    this.node = at("builder-budget");
    this.parts = Object.fromEntries([...this.node.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    this.current = null;
    this.plan.addEventListener("change", () => this.draw());
    this.plan.addEventListener("told", () => this.draw({ tell: true }));
    board.list.addEventListener("focusin", ({ target }) => {
      const id = this.plan.phases.find((phase) => board.phases.get(phase.id)?.node.contains(target))?.id;
      if (id && id !== this.current) this.draw({ current: id });
    });
    this.draw();
  }

  // The phase that one is in; before anything was touched the one that takes most.
  place() {
    const { phases, answer } = this.plan;
    const here = phases.findIndex(({ id }) => id === this.current);
    if (here >= 0) return here;
    return Math.max(0, answer.phases.findIndex(({ budget }) => JSON.stringify(budget) === JSON.stringify(answer.budget)));
  }

  draw({ tell = false, current = this.current } = {}) {
    this.current = current;
    const place = this.place();
    const budget = this.plan.answer.phases[place]?.budget ?? this.plan.answer.budget;
    const { phases } = this.plan;
    put(this.parts.phase, "textContent", phases.length > 1 && phases[place] ? phaseTitle(phases[place], phases) : "");
    put(this.parts.minutes, "textContent", word("min", { n: budget.minutes }));
    put(this.parts.day, "textContent", budget.limit ? word("minOf", { n: budget.minutes_a_day, limit: budget.limit }) : word("min", { n: budget.minutes_a_day }));
    put(this.parts.exercises, "textContent", String(budget.exercises));
    put(this.parts.positions, "textContent", String(budget.positions));
    put(this.parts.equipment, "textContent", budget.equipment.join(", ") || word("nothing"));
    put(this.parts.few, "textContent", budget.tone === "good" ? budget.say.join(" ") : ""); // what is much stands in its phase
    this.node.dataset.tone = budget.tone;
    put(this.parts.verdict, "className", `chip ${TONES[budget.tone]}`);
    const advice = this.board.phases.get(phases[place]?.id)?.parts.advice;
    if (advice && !advice.hidden) mark(this.parts.verdict, "href", `#${advice.id}`);
    else this.parts.verdict.removeAttribute("href");
    put(this.parts.verdict, "textContent", word(`tone_${budget.tone}`));
    put(this.parts.verdict, "hidden", !budget.exercises);
    const said = budget.say.join(" ");
    if (tell && said && said !== this.said) say(said);
    this.said = said;
  }
}
