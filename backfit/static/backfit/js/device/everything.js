// For the worker, which knows no page: sends what the person who is signed in has kept on this device.
import { openDevice } from "./device.js";
import { whoIsSignedIn } from "./copying.js";
import { waiting } from "./queue.js";
import { peopleHere } from "./store.js";

// Rejects while something waits, so that the browser tries again.
export async function sendEverything() {
  const who = await whoIsSignedIn();
  if (!who) throw new Error("no network");
  const here = await peopleHere();
  if (!who.person || (here && !here.includes(who.person))) return;
  const device = await openDevice(who.person);
  try {
    await device.send();
    if (waiting(await device.unsent()).length) throw new Error("not all of it was sent");
  } finally {
    device.close();
  }
}
