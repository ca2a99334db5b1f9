// The rules for pain and progress: the fields that the page has for them, saved with the lines.
import { put } from "./dom.js";

const PREFIX = "rules-";
const fields = (part) => [...part.querySelectorAll(`[name^=${PREFIX}]`)].filter((field) => field.type !== "hidden");
const nameOf = (field) => field.name.slice(PREFIX.length);
const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

function number(field, before) {
  if (field.value === "") return before;
  return Math.max(Number(field.min || 0), Math.min(Number(field.max || 100), Math.round(Number(field.value))));
}

function readRules(part, before) {
  return Object.fromEntries(
    fields(part).map((field) => {
      const name = nameOf(field);
      return [name, field.type === "number" ? number(field, before[name]) : lines(field.value)];
    }),
  );
}

export function rules(part, plan) {
  part.querySelector(".actions")?.remove();
  part.addEventListener("input", ({ target }) => {
    plan.change((now) => (now.rules = readRules(part, now.rules)), { typing: target.name });
  });
  plan.addEventListener("change", () => {
    for (const field of fields(part)) {
      const value = plan.now.rules[nameOf(field)];
      if (field === document.activeElement && JSON.stringify(readRules(part, plan.now.rules)) === JSON.stringify(plan.now.rules)) continue;
      put(field, "value", Array.isArray(value) ? value.join("\n") : String(value));
    }
  });
}
