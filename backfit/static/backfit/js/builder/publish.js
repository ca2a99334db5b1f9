// From the lines to the publish part of the page, which the server makes: it is fetched again when what it says changes.
import { at, element, put, word } from "./dom.js";
import { say } from "./say.js";
import { pageIn } from "../trusted.js";

const PAUSE = 1200; // ms after a save
const CARD = "[aria-labelledby=publish-title]";
const BESIDE = ["[data-rules-said]", "[data-program-state]"]; // what else of the page says how things stand
const BUTTON = 'button[form="plan"][formaction]';

export class Publishing {
  constructor({ plan, board, saver }) {
    Object.assign(this, { plan, board, saver });
    this.said = this.what(plan.answer);
    plan.addEventListener("told", () => this.soon());
    document.addEventListener("click", (event) => this.submit(event));
    this.blockers();
    plan.addEventListener("told", () => this.blockers({ update: true }));
  }

  static get card() {
    return document.querySelector(CARD);
  }

  what({ changes, blockers }) {
    return JSON.stringify([changes, blockers, this.plan.storedRules]);
  }

  soon() {
    if (this.what(this.plan.answer) === this.said) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  // Somebody who is writing the reason is not disturbed; what they wrote stays.
  async refresh({ force = false } = {}) {
    const { card } = Publishing;
    if (!force && card?.contains(document.activeElement)) return;
    const said = this.what(this.plan.answer);
    if (said === this.said) return;
    try {
      const response = await fetch(location.pathname);
      if (!response.ok || response.redirected) return;
      const fresh = pageIn(await response.text());
      this.said = said;
      const reason = card?.querySelector("[name=reason]")?.value;
      if (card) card.replaceChildren(...(fresh.querySelector(CARD)?.childNodes ?? []));
      const field = card?.querySelector("[name=reason]");
      if (field && reason) field.value = reason;
      for (const part of BESIDE) document.querySelector(part)?.replaceChildren(...(fresh.querySelector(part)?.childNodes ?? []));
    } catch {
      // no connection: it is fetched with the next change
    }
  }

  // To the reason, or where none is needed to the button; pressed again there, it publishes.
  async go() {
    const reason = document.activeElement;
    if (Publishing.card.contains(reason) && reason.matches("[name=reason]") && reason.value.trim()) {
      return Publishing.card.querySelector(BUTTON)?.click();
    }
    if (!(await this.saver.flush())) return say(at("builder-state").textContent);
    clearTimeout(this.timer);
    await this.refresh({ force: true });
    if (this.plan.answer.blockers.length) return this.blockers({ focus: true });
    const { card } = Publishing;
    const goal = card.querySelector("[name=reason]") ?? card.querySelector("button");
    card.scrollIntoView({ block: "nearest" });
    if (goal) return goal.focus();
    card.tabIndex = -1;
    card.focus();
  }

  // Publishing leaves the page: everything is saved before.
  async submit(event) {
    const button = event.target.closest?.(BUTTON);
    if (!button) return;
    event.preventDefault();
    if (!(await this.saver.flush())) return say(at("builder-state").textContent);
    if (this.plan.answer.blockers.length) return this.blockers({ focus: true });
    at("plan").requestSubmit(button);
  }

  // Why it cannot be published yet, with the way to each line and phase.
  blockers({ focus = false, update = false } = {}) {
    const box = at("builder-blockers");
    if (update ? box.hidden : !focus) return;
    const { blockers } = this.plan.answer;
    box.hidden = !blockers.length;
    if (!blockers.length) return;
    const named = new Set(blockers.map(({ key }) => key));
    const unread = ({ line }) => line.text.trim() && !["ok", undefined].includes(this.plan.view(line)?.status);
    const others = this.plan.lines().filter((found) => unread(found) && !named.has(found.line.key));
    box.replaceChildren(
      element("h2", {}, word("blockersTitle")),
      element("ul", {},
        ...blockers.map((blocker) => this.wayTo(this.keyOf(blocker), blocker.text)),
        ...others.map(({ line }) => this.wayTo(line.key, word("toLine", { place: this.board.place(line.key) })))),
    );
    if (focus) box.focus();
    put(box, "hidden", false);
  }

  // The line that a reason is about: of a phase its first one, which is the empty one where there is no other.
  keyOf({ key, phase }) {
    const [first] = this.plan.phases[phase - 1]?.lines ?? [];
    return (this.plan.find(key)?.line ?? first)?.key;
  }

  wayTo(key, sentence) {
    if (!key) return element("li", {}, sentence);
    const onclick = (pressed) => {
      pressed.preventDefault();
      this.board.focus(key);
    };
    return element("li", {}, element("a", { href: `#line-${key}`, onclick }, sentence));
  }
}
