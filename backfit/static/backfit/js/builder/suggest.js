// Names that fit what is being typed: a combobox whose list stands below the line. Only the words before the first
// number are sent: what follows is the dose, and perhaps a note about a person, which is nobody's business.
import { ask, at, element, word } from "./dom.js";
import { nameIn, withName } from "./line.js";
import { say } from "./say.js";

const PAUSE = 40; // ms
const LONGEST = 100;
const KEPT = 60; // answers

export class Suggest {
  constructor(board, address) {
    this.board = board;
    this.address = address;
    this.list = at("builder-offers");
    this.known = new Map();
    this.options = [];
    this.input = null;
    // Pressing an option must not take the focus from the line, which would close the list before the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  // After each letter: the caret must still be in the name.
  soon(input) {
    this.close();
    const name = nameIn(input.value);
    const start = input.value.length - input.value.trimStart().length;
    if (name.length < 2 || input.selectionStart > start + name.length + 1) return;
    this.input = input;
    const query = name.toLowerCase().slice(0, LONGEST);
    if (this.known.has(query)) return this.open(this.known.get(query), input);
    this.timer = setTimeout(() => this.fetch(query, input), PAUSE);
  }

  async fetch(query, input) {
    this.asking = new AbortController();
    try {
      const { ok, body } = await ask(`${this.address}?${new URLSearchParams({ q: query })}`, { signal: this.asking.signal });
      if (!ok || !body) return;
      if (this.known.size > KEPT) this.known.clear();
      this.known.set(query, body.results);
      if (document.activeElement === input) this.open(body.results, input);
    } catch {
      // Typed on meanwhile, or no network: the line is understood without the list too.
    }
  }

  open(results, input) {
    const own = this.board.plan.find(input.closest("[data-key]").dataset.key)?.line;
    const done = results.length === 1 && own && results[0].name.toLowerCase() === own.text.trim().toLowerCase();
    if (!results.length || done) return;
    this.input = input;
    this.results = results;
    this.active = -1;
    this.list.replaceChildren(...results.map((result, place) => this.option(result, place)));
    input.after(this.list);
    this.list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(word("offered", { n: results.length }));
  }

  option({ name, alias, words, picture, misfit }, place) {
    const still = picture ? element("img", { src: picture, alt: "", width: 48, height: 32 }) : element("span", { className: "offer__none" });
    const also = alias ? element("span", { className: "offer__also" }, word("also", { alias })) : null;
    const why = misfit ? element("span", { className: "offer__misfit" }, misfit.reasons.join(" ")) : null;
    const about = element("span", { className: "offer__words" }, words);
    const text = element("span", { className: "offer__text" }, element("span", { className: "offer__name" }, name, also), why ?? about);
    return element("li", { id: `builder-offer-${place}`, role: "option", className: "offer", "aria-selected": "false" }, still, text);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
  }

  // Past the last option is the line as it was typed, then the first again.
  step(by) {
    const { length } = this.results;
    this.active = ((this.active + 1 + by + length + 1) % (length + 1)) - 1;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    const option = this.list.children[this.active];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // The name goes in and the caret stands behind it, where the dose comes.
  take(place) {
    const { input } = this;
    const { name } = this.results[place];
    const written = withName(input.value, name);
    const text = written.length > name.length ? written : `${name} `;
    this.close();
    this.board.type(input.closest("[data-key]").dataset.key, text);
    input.focus();
    input.setSelectionRange(name.length + 1, name.length + 1);
  }

  // Whether the key was for the list.
  key({ key, ctrlKey, metaKey, altKey }) {
    if (!this.isOpen || ctrlKey || metaKey || altKey) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.step(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && this.active >= 0) this.take(this.active);
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }
}
