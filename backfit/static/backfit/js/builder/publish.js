// From the lines to the publish part of the page, which the server makes: it is fetched again when what it says changes.
import { at, element, put, word } from "./dom.js";
import { say } from "./say.js";

const PAUSE = 1200; // ms after a save
const CARD = "[aria-labelledby=publish-title]";
const RULES = "[data-rules-said]";

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
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      this.said = said;
      const reason = card?.querySelector("[name=reason]")?.value;
      if (card) card.replaceChildren(...(fresh.querySelector(CARD)?.childNodes ?? []));
      const field = card?.querySelector("[name=reason]");
      if (field && reason) field.value = reason;
      document.querySelector(RULES)?.replaceChildren(...(fresh.querySelector(RULES)?.childNodes ?? []));
    } catch {
      // no connection: it is fetched with the next change
    }
  }

  async go() {
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
    const button = event.target.closest?.('button[form="plan"][formaction]');
    if (!button) return;
    event.preventDefault();
    if (!(await this.saver.flush())) return say(at("builder-state").textContent);
    if (this.plan.answer.blockers.length) return this.blockers({ focus: true });
    at("plan").requestSubmit(button);
  }

  // Why it cannot be published yet, with the way to each line.
  blockers({ focus = false, update = false } = {}) {
    const box = at("builder-blockers");
    if (update ? box.hidden : !focus) return;
    const { blockers } = this.plan.answer;
    box.hidden = !blockers.length;
    if (!blockers.length) return;
    const lines = this.plan.lines().filter(({ line }) => line.text.trim() && !["ok", undefined].includes(this.plan.view(line)?.status));
    const links = lines.map(({ line }) => {
      const link = element("a", { href: `#line-${line.key}` }, word("toLine", { place: this.board.place(line.key), text: line.text }));
      link.onclick = (pressed) => {
        pressed.preventDefault();
        this.board.focus(line.key);
      };
      return element("li", {}, link);
    });
    box.replaceChildren(
      element("h2", {}, word("blockersTitle")),
      element("ul", {}, ...blockers.map((sentence) => element("li", {}, sentence)), ...links),
    );
    if (focus) box.focus();
    put(box, "hidden", false);
  }
}
