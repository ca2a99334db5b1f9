// Small builders of form controls. Text always goes in as text, never as markup.
import { element, wordsIn } from "../page.js";

export { element };

const words = wordsIn("figure-words");

export const word = (name) => words[name] ?? name;

let count = 0;

// A control with its label above it.
export function field(label, control, hint = null) {
  control.id ||= `figure-field-${(count += 1)}`;
  const text = element("label", { htmlFor: control.id }, label);
  return element("div", { className: "figure-field" }, text, control, hint);
}

export function select(choices, value, onchange) {
  const made = element("select", { onchange: () => onchange(made.value) });
  for (const choice of choices) {
    const [key, label] = Array.isArray(choice) ? choice : [choice, choice];
    made.append(element("option", { value: key, selected: key === value }, label));
  }
  return made;
}

export function number(value, { min, max, step }, onchange) {
  const made = element("input", { type: "number", value, min, max, step, className: "vTextField" });
  made.onchange = () => {
    if (made.value !== "" && made.checkValidity()) onchange(Number(made.value));
    else made.reportValidity();
  };
  return made;
}

export function check(label, value, onchange) {
  const box = element("input", { type: "checkbox", checked: value });
  box.onchange = () => onchange(box.checked);
  return element("label", { className: "figure-check" }, box, ` ${label}`);
}

export function text(value, onchange, properties = {}) {
  const made = element("input", { type: "text", value, className: "vTextField", ...properties });
  made.onchange = () => onchange(made.value);
  return made;
}

export function button(label, onclick, properties = {}) {
  return element("button", { type: "button", className: "button", onclick, ...properties }, label);
}

// Draw a panel anew. What is there already stays the same element with new values: a click that began before the
// change must still end on its button, and the keyboard must not lose its place.
export function redraw(panel, ...children) {
  adapt(panel, element("div", {}, ...children));
}

const VALUES = ["value", "checked", "disabled", "hidden", "className", "title"];
const ATTRIBUTES = ["aria-pressed", "aria-label"];

function adapt(old, fresh) {
  const now = [...old.childNodes];
  const next = [...fresh.childNodes];
  next.forEach((node, place) => {
    if (place >= now.length) old.append(node);
    else if (alike(now[place], node)) update(now[place], node);
    else take(now[place], node);
  });
  now.slice(next.length).forEach((node) => node.remove());
}

function alike(old, fresh) {
  return (
    old.nodeName === fresh.nodeName &&
    old.type === fresh.type &&
    old.dataset?.key === fresh.dataset?.key &&
    (fresh.nodeName !== "SELECT" || old.innerHTML === fresh.innerHTML)
  );
}

function take(old, fresh) {
  if (fresh.id && old.id) fresh.id = old.id; // its label stays where it is
  old.replaceWith(fresh);
}

function update(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const typing = old === document.activeElement && old.matches("input[type=text], input[type=number]");
  for (const name of VALUES) {
    if (typing && name === "value") continue; // what is being typed is not known to the document yet
    if (name in fresh && old[name] !== fresh[name]) old[name] = fresh[name];
  }
  for (const name of ATTRIBUTES) if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
  if (old.nodeName !== "SELECT") adapt(old, fresh);
}
