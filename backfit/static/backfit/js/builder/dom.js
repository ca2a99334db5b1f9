// What the builder's modules build with. Every word comes from the page, where the server has translated it.
import { wordsIn } from "../page.js";

export { element } from "../page.js";

export const at = (id) => document.getElementById(id);

const words = wordsIn("builder-words");

export const word = (name, values = {}) => words[name].replace(/%\((\w+)\)s/g, (_all, key) => values[key]);

export const clone = (id) => at(id).content.firstElementChild.cloneNode(true);

// Sets only what is another, so that neither the caret nor a screen reader is disturbed.
export function put(node, property, value) {
  if (node[property] !== value) node[property] = value;
}

export function mark(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

// Puts the nodes in this order and takes away the others. What stands right already is not touched: a field that is
// taken out of the page, even for a moment, loses the focus.
export function arrange(parent, nodes) {
  const kept = new Set(nodes);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  const focused = document.activeElement;
  nodes.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
}

// Asks the server; anything but JSON (such as the page for signing in) is an answer without `body`.
export async function ask(address, options = {}) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, ...options });
  const json = response.headers.get("Content-Type")?.includes("json");
  return { status: response.status, ok: response.ok, redirected: response.redirected, body: json ? await response.json() : null };
}
