// How one line looks: its text, and what the server understood of it.
import { clone, element, mark, put, word } from "./dom.js";

const LONG = 34; // characters; such a line needs the width that its dose in words takes beside it
const MARKS = { once: "once", short: "inShort", maintain: "inMaintain", any_day: "anyDay" };

// What a letter puts before the lines of a list; the server leaves it out too.
const BULLET = /^\s*(?:[-*+•·–—▪◦‣]|\(?\d{1,2}[.):](?!\d)|\(?[a-z][.)])\s+/i;
const wordsOf = (text) => text.replace(BULLET, "").trim().split(/\s+/).filter(Boolean);

// The words before the first number are the name; what follows is the dose.
export function nameIn(text) {
  const words = wordsOf(text);
  const first = words.findIndex((word) => /\d/.test(word));
  return (first < 0 ? words : words.slice(0, first)).join(" ");
}

const doseIn = (text) => wordsOf(text).slice(nameIn(text).split(" ").filter(Boolean).length);

// The line with the name that was chosen for the words before its dose.
export const withName = (text, name) => [name, ...doseIn(text)].join(" ");

// Words of a line that nobody knows and that are like none of the name: they stay, behind the dose.
function mended(text, name) {
  const known = name.toLowerCase().split(/[\s-]+/);
  const like = (word) => known.some((other) => other[0] === word[0] && Math.abs(other.length - word.length) <= 2);
  const kept = nameIn(text).split(" ").filter((word) => !like(word.toLowerCase()));
  return [name, ...doseIn(text), ...kept].filter(Boolean).join(" ");
}

export class LineView {
  constructor(board, key) {
    this.board = board;
    this.key = key;
    this.node = clone("builder-line");
    this.node.dataset.key = key;
    this.parts = Object.fromEntries(
      [...this.node.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]),
    );
    this.input = this.parts.input;
    this.parts.said.id = `said-${key}`;
    this.parts.more.id = `more-${key}`;
    this.input.id = `line-${key}`;
    this.input.setAttribute("aria-describedby", `said-${key} more-${key}`);
    this.shown = "";
  }

  get line() {
    return this.board.plan.find(this.key)?.line;
  }

  update({ line, place, phase }, phases) {
    const all = phase.lines.length - 1;
    const several = phases.length > 1;
    const at = { n: place + 1, all, phase: phases.indexOf(phase) + 1 };
    const empty = place === all;
    put(this.input, "value", line.text);
    mark(this.input, "aria-label", word(empty ? (several ? "newLineOf" : "newLine") : several ? "lineOf" : "line", at));
    put(this.input, "placeholder", empty ? word(place ? "another" : "example") : "");
    this.node.classList.toggle("line--empty", empty);
    this.node.classList.toggle("line--long", line.text.length > LONG);
    put(this.parts.number, "textContent", empty ? "" : String(place + 1));
    for (const name of ["handle", "details", "remove"]) put(this.parts[name], "hidden", empty);
    const told = this.board.plan.view(line);
    mark(this.parts.details, "aria-label", word("detailsOf", { name: this.name(line, told) }));
    mark(this.parts.remove, "aria-label", word("removeOf", { name: this.name(line, told) }));
    this.show(line, told);
  }

  name(line, told) {
    return told?.name || nameIn(line.text) || word("lineN", { n: this.parts.number.textContent || 1 });
  }

  // What is told is drawn anew only when it is another.
  show(line, told) {
    const open = this.board.plan.phases.flatMap((phase) => phase.lines).filter((other) => line.choose && other.choose === line.choose);
    const state = JSON.stringify([line, told, open.length], (name, value) => (name === "settle" || name === "was" ? undefined : value));
    if (state === this.shown) return;
    this.shown = state;
    const status = told?.status ?? (line.text.trim() ? "waiting" : "empty");
    mark(this.node, "data-status", told?.misfit && !line.despite && status === "ok" ? "misfit" : status);
    mark(this.input, "aria-invalid", ["unknown", "wrong", "doubtful"].includes(status));
    const before = line.text.trim() ? this.board.plan.told.get(line.key) : null;
    this.picture(told ?? before);
    put(this.parts.said, "textContent", told?.words || (status === "waiting" && before?.words) || "");
    this.parts.said.classList.toggle("line__said--old", status === "waiting");
    put(this.parts.minutes, "textContent", told?.minutes ? word("minutes", { n: told.minutes }) : "");
    this.showMore(this.more(line, told, open));
  }

  // What stands there already stays: it may have the focus, or a finger on it.
  showMore(made) {
    const { more } = this.parts;
    if (made.length === more.children.length && made.every((node, place) => node.isEqualNode(more.children[place]))) return;
    const within = more.contains(document.activeElement);
    more.replaceChildren(...made);
    if (within) this.input.focus(); // what had the focus is no longer there
  }

  picture(told) {
    const { picture } = this.parts;
    put(picture, "hidden", !told?.picture);
    if (told?.picture && picture.getAttribute("src") !== told.picture) picture.src = told.picture;
  }

  more(line, told, open) {
    const tags = this.tags(line, told, open);
    const rows = [tags.length ? element("p", { className: "line__tags" }, ...tags) : null];
    if (told) rows.push(this.question(told), this.unknown(line, told), this.errors(told), this.misfit(line, told));
    return rows.filter(Boolean);
  }

  tags(line, told, open) {
    const tag = (text, tone) => element("span", { className: `chip ${tone}` }, text);
    const made = [];
    if (line.choose && open.length > 1) made.push(tag(line.when ? word("chooseWhen", { when: line.when }) : word("choose"), "tone-violet"));
    for (const [name, label] of Object.entries(MARKS)) if (line[name]) made.push(tag(word(label), "tone-grey"));
    if (line.easier) made.push(tag(word("ifTooHard", { name: line.easier }), "tone-grey"));
    if (line.stop_pain !== null) made.push(tag(word("stopAt", { n: line.stop_pain }), "tone-grey"));
    if (line.group) made.push(tag(line.group, "tone-grey"));
    if (told?.revised) made.push(tag(word("revised"), "tone-blue"));
    if (line.note) made.push(element("span", { className: "line__note" }, line.note));
    if (line.cue) made.push(element("span", { className: "line__note line__note--cue" }, line.cue));
    return made;
  }

  box(name, sentence, ...rest) {
    return element("div", { className: `line__box line__box--${name}` }, element("p", {}, sentence), ...rest);
  }

  buttons(made) {
    return made.length ? element("p", { className: "line__choices" }, ...made) : null;
  }

  button(label, act, number = null) {
    const button = element("button", { type: "button", className: "button button--secondary line__choice", onclick: act }, label);
    if (number) button.prepend(element("kbd", {}, String(number)));
    return button;
  }

  question(told) {
    if (!told.question) return null;
    const made = told.question.choices.map(({ label }, place) =>
      this.button(label, () => this.board.answer(this.key, place), place + 1));
    return this.box("question", told.question.text, this.buttons(made));
  }

  unknown(line, told) {
    if (told.status !== "unknown") return null;
    const made = told.near.map(({ name }) =>
      this.button(name, () => this.board.rewrite(this.key, mended(this.line.text, name))));
    return this.box("unknown", made.length ? word("meant") : told.errors[0] ?? word("unknown"), this.buttons(made));
  }

  errors(told) {
    if (told.status === "unknown" || !told.errors?.length) return null;
    return this.box("wrong", told.errors.join(" "));
  }

  misfit(line, told) {
    if (!told.misfit) return null;
    const reasons = told.misfit.reasons.join(" ");
    if (line.despite) return this.box("despite", word("despite", { reasons, despite: line.despite }));
    const made = told.misfit.instead.map(({ name, step }) =>
      this.button(word(step === "harder" ? "harder" : "easier", { name }), () => this.board.rewrite(this.key, this.instead(name))));
    made.push(this.button(word("allTheSame"), () => this.board.openDetails(this.key, "despite")));
    return this.box("misfit", reasons, this.buttons(made));
  }

  instead(name) {
    const { line } = this;
    const told = this.board.plan.view(line);
    const own = told?.name && line.text.toLowerCase().startsWith(told.name.toLowerCase());
    return own ? name + line.text.slice(told.name.length) : withName(line.text, name);
  }
}
