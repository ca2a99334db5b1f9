// The dialogues above the player. Each resolves with the value of the button that closed it, "" for Escape.
import { part, say } from "./page.js";

export const sheet = (name) => document.getElementById(`sheet-${name}`);

export function ask(name, fill = () => {}) {
  const dialogue = sheet(name);
  fill(dialogue);
  return new Promise((resolve) => {
    const listening = new AbortController();
    const listen = (name, does) => dialogue.addEventListener(name, does, { signal: listening.signal });
    // Answered in the same moment as it goes: its "close" event comes later, and what is pressed until then would be
    // taken for a press behind the dialogue.
    const answer = (value) => {
      listening.abort();
      if (dialogue.open) dialogue.close();
      resolve(value);
    };
    listen("click", (event) => {
      const button = event.target.closest("button[value]");
      if (button && dialogue.contains(button)) answer(button.value);
    });
    listen("cancel", (event) => {
      event.preventDefault();
      answer("");
    });
    // A browser may close it without asking; the event of a time before this one finds it open.
    listen("close", () => {
      if (!dialogue.open) answer("");
    });
    dialogue.showModal();
    dialogue.scrollTop = 0;
  });
}

export function button(value, text, looks = "sheet__item") {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", value, textContent: text, className: looks });
  return made;
}

// The number, or null.
export async function askPain() {
  const value = await ask("pain", (dialogue) => {
    const scale = part(dialogue, "scale");
    if (!scale.children.length) scale.append(...numbers().map((number) => button(number, number, "sheet__number")));
  });
  return value === "" ? null : Number(value);
}

export const numbers = () => Array.from({ length: 11 }, (_, number) => String(number));

// The code of the reason.
export const askReason = () => ask("skip");

// The place of the item that was chosen, "" for none.
export function askInstead(items, { skipping }) {
  return ask("easier", (dialogue) => {
    part(dialogue, "others").replaceChildren(...items.map((item, place) => button(String(place), nameWith(item))));
    part(dialogue, "no").textContent = say(skipping ? "easier-no" : "easier-stay");
  });
}

function nameWith(item) {
  return [item.name, item.when_words || item.dose_words_today || item.dose_words].filter(Boolean).join(": ");
}

// What a pain asks for, and what to do next: "go", "leave", "next" or "finish".
export function tellZone(zone, clinic) {
  const choices = {
    go_on: [["go", "go-on"], ["leave", "leave-out"]],
    repeat: [["go", "go-on"], ["leave", "leave-out"]],
    stop: [["next", "next-exercise"], ["finish", "finish-today"]],
  }[zone];
  return ask("zone", (dialogue) => {
    part(dialogue, "title").textContent = say(`zone-${zone}-title`);
    part(dialogue, "text").textContent = say(`zone-${zone}-text`);
    tellClinic(dialogue, zone === "stop" ? clinic : null);
    const looks = (place) => `button button--wide button--large${place ? " button--secondary" : ""}`;
    part(dialogue, "actions").replaceChildren(
      ...choices.map(([value, words], place) => button(value, say(words), looks(place))),
    );
  });
}

export function tellSevere(clinic) {
  return ask("severe", (dialogue) => {
    tellEmergency(dialogue, clinic?.emergency ?? []);
    tellClinic(dialogue, clinic);
  });
}

// The clinic's own emergency numbers in place of the site's.
function tellEmergency(root, contacts) {
  if (!contacts.length) return;
  const call = ({ name, number }) => {
    const link = linkTo(number, say(name ? "call-name" : "call", { name, number }));
    link.className = "button button--danger button--large button--wide call__number";
    const item = document.createElement("li");
    item.append(link);
    return item;
  };
  root.querySelector(".call").replaceChildren(...contacts.map(call));
}

// The number to ring, where the clinic has told it.
export function tellClinic(root, clinic) {
  const place = part(root, "clinic");
  place.hidden = !clinic?.phone;
  if (!place.hidden) place.replaceChildren(linkTo(clinic.phone, say("clinic", clinic)));
}

function linkTo(number, words) {
  const link = document.createElement("a");
  link.href = `tel:${number.replace(/[^0-9+]/g, "")}`;
  link.textContent = words;
  return link;
}

export function tellHow(item) {
  return ask("how", (dialogue) => {
    part(dialogue, "title").textContent = item.name;
    const note = part(dialogue, "note");
    note.textContent = item.note ?? "";
    note.hidden = !item.note;
    part(dialogue, "steps").replaceChildren(...lines(item.steps));
    fillPart(dialogue, "faults", (item.faults ?? []).map((one) => [one.fault, one.mend].filter(Boolean).join(" ")));
    fillPart(dialogue, "cautions", (item.cautions ?? []).map((one) => one.text));
  });
}

function fillPart(dialogue, name, texts) {
  part(dialogue, `${name}-part`).hidden = !texts.length;
  part(dialogue, name).replaceChildren(...lines(texts));
}

function lines(texts) {
  return texts.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
}
