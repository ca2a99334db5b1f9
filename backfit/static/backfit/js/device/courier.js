// On every page of somebody signed in, and on the pages that open without a network: keeps the copy fresh and sends what
// is queued, at once, when the network is back, when the page is looked at again, and after a while that grows.
import { clearUp } from "./clearing.js";
import { openDevice } from "./device.js";
import { isSignedIn, personHere } from "./person.js";
import { endPushOfOthers } from "./push.js";
import { waiting } from "./queue.js";
import { wait } from "./patience.js";
import { peopleHere } from "./store.js";
import { scriptAt } from "../trusted.js";

const FRESH = 10 * 60_000; // ms

let timer = 0;

export function registerWorker() {
  navigator.serviceWorker?.register(scriptAt("/sw.js"), { type: "module", scope: "/", updateViaCache: "none" }).catch((error) => {
    // Without it the pages need the network, and the queue works all the same.
    console.info("no service worker:", error.message);
  });
}

// The person's device: made where there is something to keep, which is for clients.
export async function deviceHere() {
  const person = personHere();
  if (!person) return null;
  const isClient = document.body.hasAttribute("data-client");
  const here = await peopleHere();
  return isClient || !here || here.includes(person) ? openDevice(person) : null;
}

async function isStale(device) {
  if (location.pathname === "/today/") return true;
  const copy = await device.copy();
  return !copy || !(Math.abs(Date.now() - Date.parse(copy.made_at)) < FRESH);
}

async function carry(device) {
  clearTimeout(timer);
  if (!waiting(await device.unsent()).length) return;
  await device.send();
}

function again(device, { reason, retry }) {
  clearTimeout(timer);
  if (!reason || reason === "signed out") return;
  timer = setTimeout(() => carry(device), retry || wait(1));
}

// `ready` is given the device, or null, before anything is sent: it shows what happens then.
export async function begin(ready = () => {}) {
  if (isSignedIn()) {
    registerWorker();
    endPushOfOthers(personHere()).catch(() => {}); // the next page tries again
  }
  const device = await deviceHere();
  await ready(device);
  if (device) {
    addEventListener("device-change", ({ detail }) => {
      if (detail.kept) again(device, { reason: "kept" });
      else if ("sending" in detail && !detail.sending) again(device, detail);
    });
    addEventListener("online", () => carry(device));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) carry(device);
    });
    tend(device);
  }
  clearUp();
  return device;
}

async function tend(device) {
  await carry(device);
  if (isSignedIn() && (await isStale(device))) await device.refresh();
}
