// The page's own words and pieces. Text always goes in as text, never as markup.
import { wordsIn } from "../page.js";

const words = wordsIn("player-words");

// The sentence of that name with {places} filled in.
export function say(name, values = {}) {
  return (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

export function pieceOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export const part = (root, name) => root.querySelector(`[data-${name}]`);

export function write(root, texts) {
  for (const [name, text] of Object.entries(texts)) part(root, name).textContent = text;
}

// Puts a view on the page and the reader's place at its heading.
export function show(view, { focus = true } = {}) {
  document.getElementById("wait").hidden = true;
  const main = document.getElementById("player");
  main.querySelector("[data-view]")?.remove();
  main.append(view);
  document.body.dataset.showing = view.dataset.view;
  window.scrollTo(0, 0);
  if (focus) view.querySelector("h1")?.focus({ preventScroll: true });
}

// For screen readers: what happens, and never each second of it.
export function announce(text) {
  const said = document.getElementById("said");
  if (said.textContent !== text) said.textContent = text;
}

export function dayInWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  const options = { weekday: "long", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(year, month - 1, date));
}

export function minutesOf(seconds) {
  return Math.max(1, Math.round(seconds / 60));
}

export function showMessage({ title, text, actions = [] }) {
  const view = pieceOf("view-message");
  write(view, { title, text });
  part(view, "actions").append(...actions.map(actionOf));
  show(view);
}

function actionOf({ words: label, url, press, soft = false }) {
  const made = document.createElement(url ? "a" : "button");
  made.className = `button button--large${soft ? " button--secondary" : ""}`;
  made.textContent = label;
  if (url) made.href = url;
  else {
    made.type = "button";
    made.addEventListener("click", press);
  }
  return made;
}
