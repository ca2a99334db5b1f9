// The preview of a guide page follows the typing; whoever leaves with a text that is not saved is warned.
import { pageIn } from "./trusted.js";
const PAUSE = 400;
const form = document.getElementById("guide-form");
const shown = document.getElementById("guide-preview");
const fault = document.getElementById("guide-preview-fault");
let timer = 0;
let asked = 0;
let changed = false;

async function preview() {
  const number = ++asked;
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (number !== asked) return; // a later one is on its way
    shown.replaceChildren(...pageIn(text).body.childNodes);
    fault.textContent = "";
  } catch {
    fault.textContent = fault.dataset.fault;
  }
}

form.addEventListener("input", () => {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(preview, PAUSE);
});

// Who was quicker than this script, or came back to the page, has typed already.
if ([...form.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue)) {
  changed = true;
  preview();
}

form.addEventListener("submit", () => {
  changed = false;
});

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// A new page's address follows its title until somebody writes one.
const slug = form.querySelector("[name=slug]");
const title = form.querySelector("[name=title]");
if (slug && !slug.value) {
  let own = false;
  slug.addEventListener("input", () => {
    own = slug.value !== "";
  });
  title.addEventListener("input", () => {
    if (own) return;
    const plain = title.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    slug.value = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 80);
  });
}
