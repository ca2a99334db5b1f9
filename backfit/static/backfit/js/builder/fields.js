// The fields of a panel and the part of the plan they are about. `data-field` names what a field says.
import { put } from "./dom.js";

const within = (field, number) => Math.max(Number(field.min || 0), Math.min(Number(field.max || 999), number));

function read(field, owner, panel) {
  const name = field.dataset.field;
  if (name === "days") {
    const days = [...panel.querySelectorAll("[data-field=days]:checked")].map((box) => Number(box.value));
    return days.length ? days : null; // a phase has at least one
  }
  if (name === "effort") {
    const said = [...panel.querySelectorAll("[data-field=effort]")].map((one) => one.value);
    if (said.every((value) => value === "")) return { effort: null };
    const [low, high] = said.map((value) => (value === "" ? null : within(field, Number(value))));
    return { effort: [low ?? high, high ?? low].sort((a, b) => a - b) };
  }
  if (field.type === "checkbox") return { [name]: field.checked };
  if (field.type === "number") return { [name]: field.value === "" ? null : within(field, Math.round(Number(field.value))) };
  return { [name]: field.value };
}

// Half a number of an effort, and half a name, wait until the field is left. Every other letter goes in at once.
const LATE = ["effort", "easier"];

export function bind(panel, { plan, owner, tag }) {
  const take = ({ target: field }) => {
    if (!field.dataset.field) return;
    const said = read(field, owner(), panel);
    const values = Array.isArray(said) ? { days: said } : said;
    if (values === null) {
      field.checked = true;
      return;
    }
    const typing = field.type === "checkbox" ? null : `${tag} ${field.dataset.field}`;
    plan.change(() => Object.assign(owner(), values), { typing, focus: field.closest("[data-key]")?.dataset.key ?? null });
  };
  panel.addEventListener("input", (event) => {
    if (!LATE.includes(event.target.dataset.field)) take(event);
  });
  panel.addEventListener("change", (event) => {
    if (LATE.includes(event.target.dataset.field)) take(event);
  });
}

export function fill(panel, owner) {
  let effort = 0;
  for (const field of panel.querySelectorAll("[data-field]")) {
    const name = field.dataset.field;
    if (name === "days") put(field, "checked", owner.days.includes(Number(field.value)));
    else if (name === "effort") {
      const said = owner.effort?.[effort++];
      if (field !== document.activeElement) put(field, "value", said === undefined ? "" : String(said));
    } else if (field.type === "checkbox") put(field, "checked", owner[name]);
    else if (LATE.includes(name) && field === document.activeElement) continue;
    else put(field, "value", owner[name] === null ? "" : String(owner[name]));
  }
}
