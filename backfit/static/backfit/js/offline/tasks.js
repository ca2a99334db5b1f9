// One line of the day: what is due, how to do it, and what was done of it.
import { isOpen, toldBy } from "./day.js";
import { copyOf, fill, lines, words } from "./parts.js";

export function task(line, all, { program, device, copy }) {
  const { item } = line;
  const open = isOpen(line, all);
  const part = copyOf("task", {
    when: item.when_words && `${item.when_words}:`,
    tick: fill(words.tick, { s: item.name }),
    name: item.name,
    dose: item.dose_words_today || item.dose_words,
    cue: item.cue,
    note: item.note,
    stop: item.stop_words,
    said: saidOf(line, open),
    of: `: ${item.name}`,
    easier: item.easier && fill(words.easier, { s: item.easier.name }),
    easierDose: item.easier?.dose_words_today,
    purpose: item.purpose,
    needs: item.equipment?.length && fill(words.needs, { s: item.equipment.join(", ") }),
    feel: item.feel,
  });
  const element = part.querySelector("li");
  lines(part.querySelector("[data-steps]"), item.steps, "li");
  lines(part.querySelector("[data-faults]"), item.faults?.map(({ fault, mend }) => [fault, mend].filter(Boolean).join(" ")), "li");
  const easier = element.querySelector("[data-part=easier]");
  if (item.easier) fillEasier(easier, item.easier);
  else element.querySelector("[data-easier-done]").remove();
  dropEmpty(part);
  lines(part.querySelector("[data-cautions]"), item.cautions?.map(({ text }) => text), "p");
  for (const [number, choice] of part.querySelectorAll("[data-how]").entries()) {
    choice.name = `how ${program.id} ${line.key}`;
    choice.checked = number === 0;
  }
  if (!open) close(element, line);
  Object.assign(element, { line, program });
  showPicture(element, device, copy.pictures[item.figure?.digest]);
  if (item.easier) showEasierPicture(easier, device, copy.pictures[item.easier.figure?.digest]);
  return element;
}

function fillEasier(place, { steps, cautions }) {
  lines(place.querySelector("[data-easier-steps]"), steps, "li");
  lines(place.querySelector("[data-easier-cautions]"), cautions?.map(({ text }) => text), "p");
}

async function showEasierPicture(place, device, picture) {
  const image = place.querySelector("[data-easier-guide]");
  if (!picture) return image.remove();
  image.src = await device.picture(picture.still);
  image.alt = picture.alt;
}

// A part goes with what it was for: an icon or a heading says nothing alone.
function dropEmpty(part) {
  for (const each of part.querySelectorAll("[data-part]")) {
    if (!each.querySelector("[data-text], [data-faults]")) each.remove();
  }
}

function saidOf(line, open) {
  if (!open && !line.done) return words.settled;
  if (line.times > 1 && line.done) return fill(words.of, { n: line.done, m: line.times });
  return words[line.status] ?? "";
}

// What is done stays on the list, with nothing more to mark.
function close(element, line) {
  element.classList.add(line.done ? "task--done" : "task--skipped");
  element.querySelector("[data-tick]").remove();
  element.querySelector("[data-differently]").remove();
  const tick = element.querySelector(".task__tick");
  const sign = document.createElement("span");
  sign.className = "task__tick";
  sign.append(tick.querySelector(".icon"));
  tick.replaceWith(sign);
}

async function showPicture(element, device, picture) {
  const places = [element.querySelector("[data-picture]"), element.querySelector("[data-guide]")];
  if (!picture) {
    places[0].replaceWith(position(element.line.item));
    places[1].remove();
    return;
  }
  const address = await device.picture(picture.still);
  for (const place of places) place.src = address;
  places[1].alt = picture.alt;
}

// Without a picture of its own an exercise shows the position it begins in, as Today does.
function position({ kind, position: name }) {
  const part = copyOf("position");
  const use = part.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${kind === "habit" ? "habit" : name || "standing"}`));
  return part;
}

// As the API has it, or null for what was not marked.
export function resultOf(element) {
  const { key, item } = element.line;
  const how = element.querySelector("[data-how]:checked")?.value ?? "";
  const variant = element.querySelector("[data-easier]")?.checked && how !== "skipped" ? { variant: "easier" } : {};
  if (how) return { item: key, status: how, ...variant };
  if (!element.querySelector("[data-tick]")?.checked) return null;
  return { item: key, status: "done", times: 1, ...toldBy(item.dose), ...variant };
}
