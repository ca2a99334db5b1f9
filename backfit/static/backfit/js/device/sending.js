// Sends what is queued. An entry leaves the queue only when the server's own JSON names it as kept: a captive portal's
// page, a redirect to the sign-in, an error or a lost answer all leave it where it is, and it is sent again.
import { fetchCopy } from "./copying.js";

const SYNC_URL = "/api/v1/sessions/sync/";
const AT_ONCE = 100;
const PATIENCE = 30_000;

// How many were acknowledged.
export async function sendAll(device) {
  const entries = await device.unsent();
  if (!entries.length) return 0;
  const copy = await fetchCopy();
  // Nothing is ever filed under another person who has signed in meanwhile.
  if (copy?.person !== device.person) return 0;
  let sent = 0;
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    sent += await sendSome(device, entries.slice(first, first + AT_ONCE), copy.csrf);
  }
  return sent;
}

async function sendSome(device, entries, csrf) {
  const answer = await upload(device, entries, csrf);
  let sent = 0;
  for (const result of answer?.results ?? []) {
    const known = entries.some((entry) => entry.uuid === result.uuid);
    if (known && (result.status === 200 || result.status === 201)) {
      await device.acknowledged(result.uuid);
      sent += 1;
    }
  }
  return sent;
}

async function upload(device, entries, csrf) {
  try {
    const answer = await fetch(SYNC_URL, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Backfit-Person": device.person },
      body: JSON.stringify(entries.map((entry) => ({ ...entry.body, uuid: entry.uuid }))),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
