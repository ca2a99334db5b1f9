// The sign in the page's head of what is not yet sent, and the warnings when it has waited long.
import { hoursOf, isRefused, waiting } from "./queue.js";

const badge = document.querySelector("[data-unsent-badge]");
const said = document.querySelector("[data-unsent-said]");
let now = { reason: "", sending: false };
let shown = 0;
let heard = "";

export async function showBadge(device) {
  if (!badge || !device) return;
  showLoss(device);
  addEventListener("device-change", ({ detail }) => {
    now = { ...now, ...detail };
    show(device);
  });
  addEventListener("offline", () => show(device));
  addEventListener("online", () => show(device));
  await show(device);
}

async function show(device) {
  const entries = await device.unsent();
  const [state, number] = stateOf(entries);
  const text = badge.dataset[state]?.replace("%n", number) ?? "";
  badge.hidden = !text;
  badge.dataset.state = state;
  badge.querySelector("[data-unsent-text]").textContent = text;
  badge.querySelector("[data-unsent-number]").textContent = number || "✓";
  // Said once for each change, and not while it sends: a screen reader has better things to read.
  if (state !== "sending" && text !== heard) {
    if (text || heard) said.textContent = text;
    heard = text;
  }
  shown = Math.max(shown, entries.length);
  warn(entries);
}

function stateOf(entries) {
  const open = waiting(entries).length;
  const refused = entries.filter(isRefused).length;
  if (open && now.sending) return ["sending", open];
  if (open) return [navigator.onLine === false || now.reason === "offline" ? "offline" : "waiting", open];
  if (refused) return ["refused", refused];
  return shown ? ["sent", 0] : ["", 0];
}

function warn(entries) {
  const hours = entries.length ? hoursOf(entries) : 0;
  const level = hours >= 72 ? "72" : hours >= 24 ? "24" : "";
  badge.dataset.hours = level;
  for (const warning of document.querySelectorAll("[data-unsent-warning]")) {
    warning.hidden = warning.dataset.unsentWarning !== level;
  }
}

function showLoss({ lost }) {
  const notice = document.querySelector("[data-storage-lost]");
  if (lost === null || !notice) return;
  const part = notice.querySelector(lost ? "[data-storage-lost-some]" : "[data-storage-lost-none]");
  part.textContent = part.textContent.replace("%n", lost);
  part.hidden = false;
  notice.hidden = false;
}
