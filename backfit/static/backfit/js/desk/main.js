// The editors' desk. Everything here is on top of a form that also works without it.
import { chips } from "./chips.js";
import { at } from "./dom.js";
import { leaving } from "./leaving.js";
import { live } from "./live.js";
import { rows } from "./rows.js";
import { showGrades, texts } from "./texts.js";

const form = at("desk");

// A new exercise's address follows its name until somebody writes one.
function addressFromName() {
  const { name, slug } = form.elements;
  if (!name || !slug || slug.disabled) return;
  const made = (text) => {
    const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  };
  let before = name.value;
  name.addEventListener("input", () => {
    if (slug.value === made(before)) slug.value = made(name.value);
    before = name.value;
  });
}

// On a narrow screen the form and the preview take turns.
function tabs() {
  const buttons = [...form.querySelectorAll("[data-show]")];
  const show = (name) => {
    document.body.dataset.shows = name;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === name));
  };
  for (const button of buttons) button.onclick = () => show(button.dataset.show);
  form.addEventListener("focusin", ({ target }) => {
    if (target.closest(".desk-form")) show("write");
  });
  show("write");
}

for (const part of document.querySelectorAll(".desk-scripted")) part.hidden = false;
addressFromName();
chips(form);
rows(form);
texts(form);
showGrades(JSON.parse(at("desk-grades").textContent));
tabs();
live(form);
leaving(form);
