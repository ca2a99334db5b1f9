// How long a text is and how hard to read. Both only tell; nothing is cut off or refused here.
import { element, word } from "./dom.js";

const NEAR = 0.7; // from here on the length is of interest
const HARD = 8; // school years

export function showGrades(grades) {
  for (const place of document.querySelectorAll("[data-grade]")) {
    const { grade } = place.dataset;
    const n = grades[grade];
    const name = grade === "all" ? "gradeOfAll" : n > HARD ? "gradeHigh" : "grade";
    place.textContent = n === undefined ? "" : word(name, { n });
    place.classList.toggle("desk-grade--high", n > HARD);
  }
}

function count(field) {
  const most = Number(field.dataset.most);
  const n = field.value.trim().length;
  let meter = field.nextElementSibling;
  if (!meter?.matches(".desk-count")) {
    if (n < most * NEAR) return;
    meter = element("span", { className: "desk-count" });
    field.after(meter);
  }
  meter.textContent = n < most * NEAR ? "" : word(n > most ? "tooLong" : "length", { n, most });
  meter.classList.toggle("desk-count--over", n > most);
}

export function texts(form) {
  form.querySelectorAll("[data-most]").forEach(count);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, ({ target }) => {
      if (target.dataset?.most) count(target);
    });
  }
}
