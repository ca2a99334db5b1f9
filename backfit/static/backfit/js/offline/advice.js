// What follows at once from what was told, as on the server (programs/advice.py): whom to call, which signs to look at,
// what to leave out.
import { sessionZone } from "../player/zones.js";
import { copyOf, fill } from "./parts.js";

const page = document.querySelector("[data-crisis-words]");
const list = document.querySelector("[data-clinics]");
const finds = (name, texts) => new RegExp(page.dataset[name], "iu").test(texts.join("\n"));

// The numbers of the clinics in the copy: [{number, name, urgent}], those for an emergency first in each.
function numbersOf(copy) {
  const clinics = new Map(copy.programs.filter(({ clinic }) => clinic).map(({ clinic }) => [clinic.name, clinic]));
  const numbers = [...clinics.values()].flatMap((clinic) => [
    ...(clinic.emergency ?? []).map(({ number, name }) => ({ number, name: name || clinic.name, urgent: true })),
    { number: clinic.phone, name: clinic.name },
  ]);
  return numbers.filter(({ number }) => number);
}

function call({ number, name, urgent }) {
  const link = document.createElement("a");
  link.href = `tel:${number.replace(/[^0-9+]/g, "")}`;
  link.className = `button button--wide ${urgent ? "button--danger" : "button--secondary"}`;
  link.textContent = fill(list.dataset.words, { s: `${name}, ${number}` });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

export function showClinics(copy) {
  list.replaceChildren(...numbersOf(copy).map(call));
}

// Whom to call about dark thoughts: the clinic's own emergency numbers in place of the site's, and its telephone.
function crisis(copy) {
  const part = copyOf("crisis");
  const numbers = numbersOf(copy);
  if (numbers.some(({ urgent }) => urgent)) part.querySelector(".call").replaceChildren();
  part.querySelector(".call").append(...numbers.map(call));
  return part;
}

const notesIn = (bodies) =>
  bodies.flatMap(({ note, results }) => [note, ...results.map((result) => result.skip_reason)]).filter(Boolean);

// Said whether or not the rest could be saved: null, or the part for the page.
export function crisisOn(copy, note) {
  return finds("crisisWords", [note]) ? crisis(copy) : null;
}

// The parts for the page, the most urgent first.
export function adviceOn(copy, bodies) {
  const texts = notesIn(bodies);
  const pains = bodies.flatMap((body) => [body.worst_pain, ...body.results.map(({ pain }) => pain)]);
  const programs = copy.programs.filter(({ id }) => bodies.some(({ program }) => program === id));
  const zone = sessionZone(Math.max(0, ...pains.map((pain) => pain ?? 0)), programs);
  const parts = finds("crisisWords", texts) ? [crisis(copy)] : [];
  if (zone === "stop" || zone === "severe") parts.push(copyOf(`pain-${zone}`));
  if (zone !== "severe" && finds("checkWords", texts)) parts.push(copyOf("pain-check"));
  return parts;
}
