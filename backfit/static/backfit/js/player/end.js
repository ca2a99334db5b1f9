// After the last step: how it was, what was done, and keeping it.
import { Full } from "../device/device.js";
import { announce, dayInWords, part, pieceOf, say, show, write } from "./page.js";
import { numbers, tellClinic, tellSevere } from "./sheets.js";
import { amountOf, statusOf } from "./told.js";
import { sessionZone } from "./zones.js";

// Resolves with {pain, effort, note, statuses} once `keep` has kept it, or with null for who goes back to the exercises.
export function askEnd(session, { whole, more, earlier, keep }) {
  const view = pieceOf("view-end");
  write(view, {
    title: say(whole ? "end-title" : "end-part-title"),
    lead: earlier ? say("end-lead-day", { day: dayInWords(session.day) }) : say("end-lead"),
  });
  const pains = session.records.map((record) => record.pain).filter((pain) => pain !== null);
  for (const name of ["pain", "effort"]) {
    const told = name === "pain" && pains.length ? Math.max(...pains) : null;
    view.querySelector(`[data-scale=${name}]`).append(...numbers().map((number) => radio(name, number, told)));
  }
  part(view, "list").append(...session.lines.map((line, place) => didOf(line, session.records[place])));
  summed(view);
  part(view, "did").open = statusesIn(view).includes("part");
  part(view, "list").addEventListener("change", () => summed(view));
  part(view, "more").hidden = !more;
  show(view);
  return new Promise((resolve) => {
    part(view, "more").addEventListener("click", () => resolve(null));
    view.addEventListener("submit", async (event) => {
      event.preventDefault();
      const told = toldIn(view);
      const fault = (await keep(told)) ?? "";
      write(view, { fault: fault && say(fault) });
      if (fault === "nothing-done") part(view, "did").open = true;
      if (!fault) resolve(told);
    });
  });
}

function radio(name, number, told) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value: number });
  input.checked = told === Number(number);
  label.append(input, number);
  const place = document.createElement("div");
  place.append(label);
  return place;
}

const statusesIn = (view) => [...view.querySelectorAll("[data-status]")].map((select) => select.value);

function summed(view) {
  const statuses = statusesIn(view);
  write(view, { summary: say("did", { done: statuses.filter((one) => one === "done").length, all: statuses.length }) });
}

function didOf(line, record) {
  const piece = pieceOf("view-did");
  write(piece, { name: line.item.name, amount: amountWords(line, record) });
  const select = part(piece, "status");
  select.setAttribute("aria-label", say("status-of", { name: line.item.name }));
  select.value = statusOf(line, record);
  return piece;
}

function amountWords(line, record) {
  const { sets } = amountOf(line, record);
  const all = line.item.dose.sets_max ?? line.item.dose.sets ?? 1;
  return sets && all > 1 && statusOf(line, record) === "part" ? say("amount-sets", { sets, all }) : "";
}

function toldIn(view) {
  const number = (name) => {
    const picked = view.querySelector(`[name=${name}]:checked`);
    return picked ? Number(picked.value) : null;
  };
  return {
    pain: number("pain"),
    effort: number("effort"),
    note: view.querySelector("[name=note]").value,
    statuses: statusesIn(view),
  };
}

// On the disk first; only then is anything said to be saved. The name of what is wrong, or null.
// What was kept of the half session goes in the same moment, so that a page killed here cannot offer it once more.
export async function keepAll({ device, keeper }, bodies) {
  if (!bodies.length) return "nothing-done";
  try {
    await keeper.settled();
    await device.keepAll(bodies, { instead: keeper.name });
    return null;
  } catch (error) {
    if (!(error instanceof Full)) throw error;
    return "full";
  }
}

export async function showSaved(device, session, told, bodies) {
  const view = pieceOf("view-saved");
  write(view, { title: say("saved-title"), state: say("saved-sending") });
  const zone = told.pain === null ? "go_on" : sessionZone(told.pain, session.lines);
  const clinic = session.lines[0]?.clinic;
  if (zone === "stop" || zone === "severe") {
    part(view, "after").hidden = false;
    write(view, { "after-title": say("after-stop-title"), "after-text": say("after-stop-text") });
    tellClinic(part(view, "after"), clinic);
  }
  show(view);
  const severe = zone === "severe" && !session.warned ? tellSevere(clinic) : null;
  const sent = await sendAll(device, bodies);
  // Who follows a program of their own has no therapist here.
  const state = sent === "sent" && !clinic ? "own" : sent;
  write(view, { state: say(`saved-${state}`) });
  announce(say(`saved-${state}`));
  await severe;
}

async function sendAll(device, bodies) {
  await device.send();
  const left = new Set((await device.unsent()).map((entry) => entry.uuid));
  if (bodies.some(({ uuid }) => left.has(uuid))) return navigator.onLine ? "waiting" : "here";
  await device.refresh({ pictures: "later" });
  return "sent";
}
