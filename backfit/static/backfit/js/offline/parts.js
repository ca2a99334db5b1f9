// Copies the templates of the page and fills them. Text goes in as text, never as markup.
import { wordsIn } from "../page.js";

export const words = wordsIn("offline-words");

export function copyOf(id, texts = {}) {
  const part = document.getElementById(id).content.cloneNode(true);
  for (const place of part.querySelectorAll("[data-text]")) {
    const text = texts[place.dataset.text];
    if (text) place.textContent = text;
    else place.remove();
  }
  return part;
}

export function lines(place, texts, tag) {
  if (!texts?.length) {
    place.remove();
    return;
  }
  place.append(...texts.map((text) => Object.assign(document.createElement(tag), { textContent: text })));
}

export function fill(pattern, texts) {
  return Object.entries(texts).reduce((said, [name, text]) => said.replace(`%${name}`, () => text), pattern);
}

// A day as YYYY-MM-DD in words; noon, so that no zone moves it.
export function dayInWords(day) {
  const form = { weekday: "long", day: "numeric", month: "long" };
  return new Date(`${day}T12:00:00`).toLocaleDateString(document.documentElement.lang, form);
}

export function momentInWords(moment) {
  const form = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Date(moment).toLocaleString(document.documentElement.lang, form);
}
