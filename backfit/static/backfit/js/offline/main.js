// Today without a network: the copy of this device, ready to be marked; what was done goes into the queue.
import { begin } from "../device/courier.js";
import { Full } from "../device/device.js";
import { showBadge } from "../device/badge.js";
import { adviceOn, crisisOn, showClinics } from "./advice.js";
import { choicesOf, dayIn, dayOf, isOpen } from "./day.js";
import { askOwner } from "./owner.js";
import { copyOf, dayInWords, fill, momentInWords, words } from "./parts.js";
import { resultOf, task } from "./tasks.js";

const place = document.querySelector("[data-place]");
const said = document.querySelector("[data-said]");
let form = null;

async function main() {
  const device = await begin(showBadge);
  const copy = await device?.copy();
  if (!copy) return show("nobody");
  const { who, state } = await askOwner(device);
  if (state !== "owner") return show(state === "other" ? "nobody" : "signed-out");
  showCopyLine(copy, who);
  showClinics(copy);
  await showDay(device, copy);
  if (location.hash === "#kept") await showKept(device, copy);
  addEventListener("device-change", () => showUnsent(device, copy));
}

// The form of Today could not be sent, and what it said was kept: see sent-or-kept.js.
async function showKept(device, copy) {
  history.replaceState(null, "", location.pathname);
  const told = await device.read("told");
  if (!told) return;
  await device.remove("told");
  say(words.saved);
  lead(adviceOn(copy, told));
}

function show(id) {
  place.replaceChildren(copyOf(id));
}

function showCopyLine(copy, who) {
  const line = document.querySelector("[data-copy-line]");
  const text = line.querySelector("[data-words]");
  text.textContent = fill(who ? text.dataset.online : text.dataset.words, { s: momentInWords(copy.made_at) });
  line.hidden = false;
  document.querySelector("[data-clock]").hidden = Date.parse(copy.made_at) - Date.now() < 15 * 60_000;
}

async function showDay(device, copy) {
  // A clock that is behind the copy is wrong, which the page says; the program was never in that past.
  const day = [dayIn(copy.time_zone), copy.day].sort().at(-1);
  document.querySelector("[data-day]").textContent = dayInWords(day);
  await showUnsent(device, copy);
  if (copy.stopped) return show("stopped");
  const programs = dayOf(copy, await device.unsent(), day);
  if (!programs) return show("too-old");
  form = document.createElement("form");
  form.className = "stack";
  form.noValidate = true;
  form.append(...programs.map((each) => programPart(each, programs.length, { device, copy })));
  const left = programs.flatMap(({ lines }) => choicesOf(lines).filter((choice) => choice.some((line) => isOpen(line, lines))));
  sayLeft(programs, left.length);
  if (left.length) {
    form.prepend(copyOf("start"));
    form.append(copyOf("about"));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save(device, copy, day);
  });
  place.replaceChildren(form);
}

function sayLeft(programs, left) {
  const line = document.querySelector("[data-left]");
  if (!programs.some(({ lines }) => lines.length)) line.textContent = "";
  else line.textContent = left ? fill(line.dataset.some, { n: left }) : line.dataset.done;
}

function programPart({ program, state, lines }, several, about) {
  const part = copyOf("program", { name: program.name, state: lines.length ? "" : words[state] });
  const list = part.querySelector("[data-tasks]");
  if (several === 1 && lines.length) part.querySelector("h2").classList.add("visually-hidden");
  for (const choice of choicesOf(lines)) {
    const tasks = choice.map((line) => task(line, lines, { program, ...about }));
    if (choice.length === 1) list.append(...tasks);
    else {
      const group = copyOf("choice");
      group.querySelector("[data-tasks]").append(...tasks);
      list.append(group);
    }
  }
  return part;
}

function say(text, isWrong = false) {
  said.className = text ? `said alert ${isWrong ? "tone-red" : "tone-green"}` : "said";
  said.textContent = text;
}

function score(name) {
  const value = new FormData(form).get(name);
  return value === null ? null : Number(value);
}

function bodies(copy, day) {
  const marked = new Map();
  for (const element of form.querySelectorAll(".task")) {
    const result = resultOf(element);
    if (result) marked.set(element.program.id, [...(marked.get(element.program.id) ?? []), result]);
  }
  const about = {
    started_at: new Date().toISOString(),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone || copy.time_zone,
    day,
    worst_pain: score("worst_pain"),
    effort: score("effort"),
    note: form.elements.note.value,
    evidence: "ticked",
  };
  return [...marked].map(([program, results]) => ({ program, ...about, results }));
}

// Before the eyes of whoever has just pressed the button at the end of the page.
function lead(parts) {
  place.prepend(...parts);
  place.focus({ preventScroll: true });
  place.scrollIntoView();
}

// Nothing is kept; who wrote words of despair reads whom to call all the same.
function refuse(copy, text) {
  say(text, true);
  place.querySelector("[data-crisis]")?.remove();
  const help = crisisOn(copy, form.elements.note.value);
  if (help) lead([help]);
}

async function save(device, copy, day) {
  const entries = bodies(copy, day);
  if (!entries.length) return refuse(copy, words.none);
  // The names stay while the page stays: pressed again after a full disk, the same sessions are kept once.
  form.names ??= {};
  try {
    for (const body of entries) await device.keep((form.names[body.program] ??= crypto.randomUUID()), body);
  } catch (error) {
    return refuse(copy, error instanceof Full ? words.full : words.failed);
  }
  await showDay(device, copy);
  say(words.saved);
  lead(adviceOn(copy, entries));
  await device.send();
}

async function showUnsent(device, copy) {
  const entries = await device.unsent();
  const section = document.querySelector("[data-unsent-section]");
  const names = new Map(copy.programs.map(({ id, name }) => [id, name]));
  section.hidden = !entries.length;
  section.querySelector("[data-unsent-list]").replaceChildren(
    ...entries.map(({ body, kept_at: at }) => {
      const item = document.createElement("li");
      item.textContent = [fill(words.session, { s: momentInWords(at) }), names.get(body?.program)].filter(Boolean).join(" · ");
      return item;
    }),
  );
}

main();
