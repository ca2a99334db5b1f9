// The page of what is not yet sent: what it is, why it waits, and what can be done about what was refused.
import { showBadge } from "../device/badge.js";
import { begin } from "../device/courier.js";
import { again, correct, move } from "../device/mending.js";
import { isRefused } from "../device/queue.js";
import { asText, read, saveAsFile } from "../device/reading.js";
import { askOwner } from "./owner.js";
import { copyOf, fill, lines, momentInWords, words } from "./parts.js";

const page = document.querySelector("[data-entries-page]");
const list = page.querySelector("[data-entries]");
const said = page.querySelector("[data-said]");

async function main() {
  const device = await begin(showBadge);
  const { state } = device ? await askOwner(device) : { state: "owner" };
  if (state !== "owner") {
    page.querySelector("[data-signed-out]").hidden = state !== "signed-out";
    return;
  }
  const copy = await device?.copy();
  await show(device, copy);
  if (!device) return;
  addEventListener("device-change", ({ detail }) => {
    if (!detail.sending) show(device, copy);
  });
  page.querySelector("[data-send]").addEventListener("click", () => sendNow(device));
  page.querySelector("[data-export]").addEventListener("click", async () => {
    saveAsFile(asText(await device.unsent(), copy, words, momentInWords));
  });
}

function say(text) {
  said.className = text ? "said alert tone-blue" : "said";
  said.textContent = text;
}

async function sendNow(device) {
  let outcome = {};
  const listen = ({ detail }) => { outcome = detail; };
  addEventListener("device-change", listen);
  const sent = await device.send();
  removeEventListener("device-change", listen);
  say(words[outcome.reason] || (sent ? fill(words.sent, { n: sent }) : words.none));
}

async function show(device, copy) {
  const entries = (await device?.unsent()) ?? [];
  const hadFocus = list.contains(document.activeElement);
  draw(entries, (entry) => card(device, copy, entry));
  page.querySelector("[data-all]").hidden = !entries.length;
  page.querySelector("[data-none]").hidden = entries.length > 0;
  if (hadFocus && !list.contains(document.activeElement)) list.focus();
}

// A card whose entry is as it was stays where it is: another being sent takes no half typed date from under anybody,
// and closes no question that is being answered.
function draw(entries, make) {
  const drawn = new Map([...list.children].map((element) => [element.dataset.state, element]));
  const cards = entries.map((entry) => {
    const state = JSON.stringify([entry.uuid, entry.status, entry.tries, entry.kept_at]);
    const element = drawn.get(state) ?? make(entry);
    element.dataset.state = state;
    return element;
  });
  for (const element of drawn.values()) if (!cards.includes(element)) element.remove();
  cards.forEach((element, place) => {
    const there = list.children[place] ?? null;
    if (there !== element) list.insertBefore(element, there);
  });
}

function card(device, copy, entry) {
  const { lines: done, ...texts } = read(entry, copy, words, momentInWords);
  const refused = isRefused(entry);
  const part = copyOf("entry", {
    ...texts,
    state: [fill(words.kept, { s: momentInWords(entry.kept_at ?? Date.now()) }), refused ? "" : waits(entry)].join(" "),
    why: entry.body ? entry.sentences.join(" ") : words.broken,
  });
  lines(part.querySelector("[data-lines]"), done, "li");
  const element = part.querySelector("li.card");
  if (refused) mend(element, device, entry);
  else for (const place of ["[data-refused]", "[data-mend]"]) element.querySelector(place).remove();
  return element;
}

function waits({ tries }) {
  return tries ? fill(words.tried, { n: tries }) : words.waits;
}

function mend(element, device, entry) {
  const part = (name) => element.querySelector(`[data-${name}]`);
  const act = async (work) => {
    if ((await work()) !== false) await sendNow(device);
    else say(words.offline);
  };
  part("again").addEventListener("click", () => act(() => again(device, entry)));
  part("correct").addEventListener("click", () => act(() => correct(device, entry).catch(() => false)));
  part("day").value = entry.body?.day ?? "";
  part("move").addEventListener("submit", (event) => {
    event.preventDefault();
    act(() => move(device, entry, part("day").value));
  });
  part("discard").addEventListener("click", async () => {
    await device.discard(entry.uuid);
    say(words.discarded);
  });
  if (!entry.body) part("again").remove();
  if (entry.status !== 422) part("correct").remove();
  if (![400, 409].includes(entry.status)) part("move").remove();
}

main();
