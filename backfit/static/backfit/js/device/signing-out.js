// Signing out takes everything of the person from this device. Before that it asks about what is nowhere else: sessions
// that were not sent, and in the builder text that was not saved.
//   The server has the browser empty its whole storage only when the form says `empty`, which this adds after it has
//   looked. So whoever is quicker than the scripts loses nothing, and somebody else's sessions are not thrown away.
import { wordsIn } from "../page.js";
import { removeEverything, unsentOf } from "./clearing.js";
import { openDevice } from "./device.js";
import { personHere } from "./person.js";
import { endPush } from "./push.js";
import { peopleHere } from "./store.js";

const EMPTY = "empty";
const PLANS = "backfit-builder:";

async function isKept(person) {
  const here = await peopleHere();
  return !here || here.includes(person);
}

async function left(person) {
  const device = (await isKept(person)) ? await openDevice(person) : null;
  const entries = (await device?.unsent()) ?? [];
  return { device, entries, plans: plansOf(person) };
}

function plansOf(person) {
  return Object.keys(localStorage).filter((name) => name.startsWith(`${PLANS}${person}:`));
}

export async function ask(form) {
  const person = personHere();
  const found = await left(person);
  if (!found.entries.length && !found.plans.length) return leave(form, person, found);
  open(form, person, found);
  return null;
}

function open(form, person, found) {
  const dialog = document.querySelector("[data-sign-out-dialog]");
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  for (const [name, all] of [["sessions", found.entries], ["plans", found.plans]]) {
    part(name).dataset.words ??= part(name).textContent;
    part(name).textContent = part(name).dataset.words.replace("%n", all.length);
    part(name).hidden = !all.length;
  }
  part("send").hidden = !found.entries.length;
  part("sign-out-said").textContent = "";
  part("send").onclick = () => send(form, person, found, part("sign-out-said"));
  part("save").onclick = () => save(found);
  part("drop").onclick = () => leave(form, person, found);
  part("stay").onclick = () => dialog.close();
  dialog.showModal();
}

async function send(form, person, { device }, said) {
  await device.send();
  const found = await left(person);
  if (found.entries.length) said.textContent = said.dataset.failed;
  else if (found.plans.length) open(form, person, found);
  else await leave(form, person, found);
}

async function save({ device, entries, plans }) {
  const { asText, saveAsFile } = await import("./reading.js"); // seldom needed, and every page loads this one
  const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang);
  const said = entries.length ? [asText(entries, await device.copy(), wordsIn("sign-out-words"), moment)] : [];
  saveAsFile([...said, ...plans.map((name) => localStorage.getItem(name))].join("\n\n"));
}

async function leave(form, person, { device, plans }) {
  device?.close();
  await endPush(form.elements.csrfmiddlewaretoken.value);
  for (const name of plans) localStorage.removeItem(name);
  await removeEverything(person);
  if (!(await othersWait(person))) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: EMPTY, value: "1" }));
  }
  form.submit();
}

// Without a list of databases nobody knows, and they are left alone.
async function othersWait(person) {
  const here = await peopleHere();
  if (!here) return true;
  for (const other of here) if (other !== person && (await unsentOf(other))) return true;
  return Object.keys(localStorage).some((name) => name.startsWith(PLANS));
}
