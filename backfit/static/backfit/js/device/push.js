// The messages that this browser gets end when the person who turned them on has signed out, or is another by now: at the
// server and in the browser. Either alone is enough; the push service tells the server of an address that has gone.
import { whoIsSignedIn } from "./copying.js";
import { forgetPush, pushOwner } from "./person.js";

const RELEASE_URL = "/api/v1/push-subscriptions/release/";
const PATIENCE = 4000; // ms, for which somebody who signs out is made to wait

async function subscription() {
  const registration = await globalThis.navigator?.serviceWorker?.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

function release({ endpoint, keys }, csrf, signal) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  return fetch(RELEASE_URL, { method: "POST", redirect: "error", signal, headers, body: JSON.stringify({ endpoint, keys }) });
}

// Before signing out; never stands in its way.
export async function endPush(csrf) {
  try {
    const found = await subscription();
    if (!found) return;
    const signal = AbortSignal.timeout(PATIENCE);
    const late = new Promise((done) => signal.addEventListener("abort", done, { once: true }));
    await Promise.race([late, Promise.allSettled([release(found.toJSON(), csrf, signal), found.unsubscribe()])]);
    forgetPush();
  } catch {
    // no push here, or a storage that cannot be read
  }
}

// Somebody was here before and did not sign out: their session ended by itself.
export async function endPushOfOthers(person) {
  if (!(await subscription()) || pushOwner() === person) return;
  const who = await whoIsSignedIn();
  if (who?.person === person) await endPush(who.csrf);
}
