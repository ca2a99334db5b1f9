// The things in the picture: each with the numbers and choices that it has.
import { button, check, element, field, number, redraw, select, text, word } from "./dom.js";

export function propFields(editing, choices, panel) {
  const props = editing.document.props ?? {};
  const blocks = Object.keys(props).map((name) => block(editing, choices, name));
  const absent = Object.keys(choices.props).filter((name) => !(name in props));
  const kind = select(absent, absent[0], () => {});
  kind.dataset.key = "prop";
  const add = () =>
    editing.change((document) => {
      document.props = { ...document.props, [kind.value]: structuredClone(choices.props[kind.value]) };
    });
  const adder = element("div", { className: "figure-row" }, field(word("prop"), kind), button(word("add"), add));
  redraw(panel, ...blocks, adder);
}

function block(editing, choices, name) {
  const shown = { ...choices.props[name], ...editing.document.props[name] };
  const remove = () =>
    editing.change((document) => {
      delete document.props[name];
      if (!Object.keys(document.props).length) delete document.props;
    });
  const cross = button(word("remove"), remove);
  cross.setAttribute("aria-label", `${word("remove")}: ${name}`);
  const fields = Object.entries(shown).map(([key, value]) => control(editing, name, key, value));
  return element("fieldset", { className: "figure-prop", "data-key": name }, element("legend", {}, name), ...fields, cross);
}

// Places are "palm.R", or three numbers; several stand in one line, apart by semicolons.
const written = (value) => value.map((end) => (Array.isArray(end) ? end.join(" ") : end)).join("; ");
const read = (line) =>
  line.split(";").map((end) => {
    const numbers = end.trim().split(/\s+/).map(Number);
    return numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : end.trim();
  });

function control(editing, name, key, value) {
  const set = (to) => editing.change((document) => (document.props[name] = { ...document.props[name], [key]: to }));
  if (typeof value === "boolean") return check(key, value, set);
  const made =
    typeof value === "number"
      ? number(value, { min: -400, max: 400, step: "any" }, set)
      : Array.isArray(value)
        ? text(written(value), (line) => set(read(line)))
        : text(value ?? "", set);
  made.dataset.key = `${name} ${key}`;
  return field(key, made);
}
