// Nothing is lost by going away, and saving with Ctrl+S brings the editor back to where they were.
import { at, word } from "./dom.js";

const PLACE = "desk-place";
let dirty = false;

function mark() {
  dirty = true;
  at("desk-unsaved").textContent = word("unsaved");
}

function remember() {
  dirty = false;
  const place = { id: document.activeElement?.id, scroll: window.scrollY, path: location.pathname };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
}

function comeBack() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  const refused = at("desk-refused");
  if (refused) return refused.focus();
  const same = place?.path === location.pathname || /\/(add|new)\/$/.test(place?.path); // a new one has got its own page
  if (!same || location.hash) return;
  at("desk-unsaved").textContent = document.querySelector(".messagelist, .messages")?.innerText ?? ""; // the messages are out of sight
  window.scrollTo({ top: place.scroll, behavior: "instant" });
  if (place.id) at(place.id)?.focus({ preventScroll: true });
}

export function leaving(form) {
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
  form.addEventListener("submit", remember);
  if ("changed" in form.dataset) mark();
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(at("desk-save"));
  });
  comeBack();
}
