// The page beside the form: after each change the server is asked how the exercise would look to clients.
import { at, changed, element, word } from "./dom.js";
import { showGrades } from "./texts.js";
import { pageIn, showIn } from "../trusted.js";

const PAUSE = 300; // ms without a change
const OFFSET = 12; // px above the part that is shown

const frame = at("desk-frame");
let timer = null;
let busy = false; // one question at a time; what changes meanwhile is asked next
let again = false;

export function live(form) {
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(form), PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("focusin", ({ target }) => follow(target.closest("[data-shows]")));
  ask(form);
}

async function ask(form) {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const response = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    show(form, await response.json());
  } catch {
    at("desk-waiting").replaceChildren(element("p", {}, word("offline")));
  }
  busy = false;
  if (!again) return;
  again = false;
  ask(form);
}

function show(form, { page, faults, dose, grades }) {
  showGrades(grades);
  showDose(form, dose);
  showFaults(faults);
  frame.classList.toggle("desk-frame--old", !page);
  if (page) showPage(page);
}

function showFaults(faults) {
  const lines = faults.map(({ anchor, label, sentence }) => {
    if (!anchor) return element("li", {}, sentence);
    const goal = at(`${anchor}_search`) ?? at(anchor);
    const link = element("a", { href: `#${anchor}` }, label);
    link.onclick = (event) => {
      event.preventDefault();
      document.body.dataset.shows = "write";
      goal?.focus();
    };
    return element("li", {}, link, `: ${sentence}`);
  });
  const parts = lines.length ? [element("p", {}, word("waiting")), element("ul", {}, ...lines)] : [];
  at("desk-waiting").replaceChildren(...parts);
}

let told = ""; // the reading is said anew only when it is another one

function showDose(form, dose) {
  const now = JSON.stringify(dose);
  if (now === told || (!form.elements.dose.value && !told)) return;
  told = now;
  const parts = [];
  if (dose.words) parts.push(element("p", { className: "desk-dose__words" }, dose.words));
  if (dose.fault) parts.push(element("p", { className: "desk-dose__fault" }, dose.fault));
  if (dose.question) {
    const choices = dose.choices.map(({ line, label }) => {
      const choose = () => {
        form.elements.dose.value = line;
        form.elements.dose.focus();
        changed(form.elements.dose);
      };
      return element("button", { type: "button", className: "button", onclick: choose }, label);
    });
    parts.push(element("p", { className: "desk-dose__question" }, dose.question));
    parts.push(element("p", { className: "desk-line" }, ...choices));
  }
  at("desk-dose").replaceChildren(...parts);
}

function showPage(page) {
  const inside = frame.contentDocument;
  if (frame.hidden || !inside?.querySelector("main")) {
    frame.hidden = false;
    frame.addEventListener("load", dress, { once: true });
    showIn(frame, page);
    return;
  }
  // Only what has changed is put in, so that the reader's place and the moving picture stay.
  const fresh = pageIn(page);
  adapt(inside.body, inside.adoptNode(fresh.body));
}

function dress() {
  const { theme } = document.documentElement.dataset;
  if (theme === "light" || theme === "dark") frame.contentDocument.documentElement.dataset.theme = theme;
}

function adapt(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  const now = [...old.children];
  const next = [...fresh.children];
  const alike = now.length === next.length && now.length && now.every((node, place) => node.tagName === next[place].tagName);
  if (!alike || [...old.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  now.forEach((node, place) => adapt(node, next[place]));
}

// The part of the page that is being written comes into view.
function follow(section) {
  const part = section && frame.contentDocument?.getElementById(section.dataset.shows);
  if (!part) return;
  const view = frame.contentWindow;
  const top = part.getBoundingClientRect().top;
  if (top < 0 || top > view.innerHeight / 2) view.scrollBy({ top: top - OFFSET });
}
