// What the modules of the desk share.
import { wordsIn } from "../page.js";

export { element } from "../page.js";

const words = wordsIn("desk-words");

export const word = (name, values = {}) => words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);

export const at = (id) => document.getElementById(id);

// Said to screen readers; the same sentence twice is said twice.
export function say(sentence) {
  at("desk-said").textContent = "";
  setTimeout(() => (at("desk-said").textContent = sentence), 50);
}

// A change that no key or click in a field has told of.
export const changed = (node) => node.dispatchEvent(new Event("change", { bubbles: true }));

export const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
