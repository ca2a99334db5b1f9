// Small builders and the page's words. Text always goes in as text, never as markup.
const words = Object.fromEntries(
  [...document.querySelectorAll("#desk-words dt")].map((term) => [
    term.textContent,
    term.nextElementSibling.textContent,
  ]),
);

export const word = (name, values = {}) => words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);

export const at = (id) => document.getElementById(id);

export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Said to screen readers; the same sentence twice is said twice.
export function say(sentence) {
  at("desk-said").textContent = "";
  setTimeout(() => (at("desk-said").textContent = sentence), 50);
}

// A change that no key or click in a field has told of.
export const changed = (node) => node.dispatchEvent(new Event("change", { bubbles: true }));

export const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
