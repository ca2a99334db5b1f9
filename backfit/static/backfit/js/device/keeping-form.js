// Keeps a form of Today on the device that could not be sent, see sent-or-kept.js.
import { deviceHere } from "./courier.js";
import { Full } from "./device.js";
import { bodiesOf } from "./form-body.js";

// "kept"; "full" without room; "look" where the server would refuse an answer; "nothing" where this cannot be done.
export async function keepForm(form) {
  const device = await deviceHere();
  const copy = await device?.copy();
  if (!copy) return "nothing";
  const entries = await bodiesOf(form, copy.time_zone);
  if (!entries?.length) return "look";
  try {
    // For the page that opens then, to say what follows from pain and from words; see offline/main.js.
    await device.save("told", entries.map(({ body }) => body));
    await device.keepAll(entries);
    return "kept";
  } catch (error) {
    if (!(error instanceof Full)) throw error;
    return "full";
  }
}

// Whether the page that needs no network opens without one.
export async function canShow() {
  return Boolean(navigator.serviceWorker?.controller && (await caches.match("/offline/")));
}
