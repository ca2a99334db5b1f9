// Before the first step: what there is to do, how long it takes, which of a choice, and how to be led.
import { dayOf } from "./due.js";
import { dayInWords, minutesOf, part, pieceOf, say, show, write } from "./page.js";
import { settingsForm } from "./settings_form.js";

// `begin` gets the chosen lines; `chosen` says which of a choice it was the last time.
export function showStart({ groups, title, isShort, pictures, settings, begin, leave, chosen = {}, phases = [] }) {
  const view = pieceOf("view-start");
  const count = groups.length;
  const seconds = groups.reduce((sum, group) => sum + Math.max(...group.lines.map((line) => line.item.seconds)), 0);
  write(view, {
    eyebrow: leave ? "" : dayInWords(dayOf()),
    title: title ?? say(isShort ? "title-short" : "title"),
    lead: say(count === 1 ? "lead-one" : "lead", { count, minutes: minutesOf(seconds) }),
    "go-words": say("start"),
  });
  showPhases(part(view, "phases"), phases);
  if (leave) aim(part(view, "leave"), leave);
  part(view, "list").append(...groups.map((group, place) => groupOf(group, place, pictures, chosen)));
  part(view, "settings").append(settingsForm(settings));
  part(view, "go").addEventListener("click", () => {
    const lines = pickedIn(view, groups);
    if (lines) begin(lines);
  });
  show(view);
}

// The address changes, and the page with it.
function showPhases(place, phases) {
  place.hidden = !phases.length;
  const links = phases.map(({ url, words, isHere }) => {
    const link = Object.assign(document.createElement("a"), { href: url, textContent: words });
    if (isHere) link.setAttribute("aria-current", "page");
    const item = document.createElement("li");
    item.append(link);
    return item;
  });
  part(place, "list-of-phases").append(...links);
}

function aim(link, { url, words }) {
  link.href = url;
  link.lastChild.textContent = words;
}

function groupOf(group, place, pictures, chosen) {
  if (group.lines.length === 1) return lineOf(pieceOf("view-line"), group.lines[0], pictures);
  const choice = pieceOf("view-choice");
  part(choice, "options").append(
    ...group.lines.map((line) => {
      const option = lineOf(pieceOf("view-option"), line, pictures);
      write(option, { when: line.item.when_words ?? "" });
      const radio = option.querySelector("input");
      Object.assign(radio, { name: `choice-${place}`, value: line.key, checked: chosen[group.choice] === line.key });
      return option;
    }),
  );
  return choice;
}

function lineOf(piece, line, pictures) {
  write(piece, { name: line.item.name, dose: line.item.dose_words_today ?? line.item.dose_words });
  pictures.show(part(piece, "picture"), line.item, "", { small: true });
  return piece;
}

// The lines in order, one of each choice; null while one is not made.
function pickedIn(view, groups) {
  const lines = [];
  for (const [place, group] of groups.entries()) {
    const radio = view.querySelector(`[name="choice-${place}"]:checked`);
    const line = group.lines.length === 1 ? group.lines[0] : group.lines.find((one) => one.key === radio?.value);
    if (!line) {
      write(view, { fault: say("choose") });
      view.querySelector(`[name="choice-${place}"]`).focus();
      return null;
    }
    lines.push(line);
  }
  return lines;
}
