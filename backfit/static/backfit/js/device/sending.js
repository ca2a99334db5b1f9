// Sends what is queued. An entry leaves the queue only when the server's own JSON names it as kept: a captive portal's
// page, a redirect to the sign-in, an error or a lost answer all leave it where it is, and it is sent again.
import { PATIENCE, whoIsSignedIn } from "./copying.js";
import { asked, wait } from "./patience.js";
import { entriesOf, tried, waiting } from "./queue.js";

const SYNC_URL = "/api/v1/sessions/sync/";
const AT_ONCE = 100;
const KEPT = new Set([200, 201, 410]); // 410: it was kept and deleted since, and must not come back
const POISON = new Set([400, 413]); // of a whole upload: one of its entries cannot even be read

// One sender at a time over all tabs and the worker. Where there are no locks two may send the same, which is harmless.
// Who comes second waits, and then sends what is left.
export function sendAll(device) {
  const work = () => sendNow(device);
  return globalThis.navigator?.locks ? navigator.locks.request(`backfit-send ${device.person}`, work) : work();
}

// {sent, reason, retry}: how many were acknowledged; why the rest was not ("" when it was, or waits for the person);
// `retry` the ms after which to try again.
async function sendNow(device) {
  const entries = waiting(await entriesOf(device.store));
  if (!entries.length) return { sent: 0, reason: "" };
  const line = (await device.read("line")) ?? { failures: 0, until: 0 };
  // The clock may have been set back since.
  const pause = Math.min(line.until - Date.now(), 24 * 3600 * 1000);
  if (pause > 0 && line.isAsked) return { sent: 0, reason: "later", retry: pause };
  const outcome = await deliver(device, entries);
  const failures = outcome.reason === "" ? 0 : line.failures + 1;
  const retry = outcome.retry || wait(failures);
  const until = Date.now() + (outcome.reason ? retry : 0);
  await device.save("line", { failures, until, isAsked: Boolean(outcome.retry) }).catch(ignore);
  return { ...outcome, retry };
}

async function deliver(device, entries) {
  const who = await whoIsSignedIn();
  if (!who) return { sent: 0, reason: "offline" };
  // Nothing is ever filed under another person who has signed in meanwhile.
  if (who.person !== device.person) return { sent: 0, reason: "signed out" };
  let sent = 0;
  for (let first = 0; first < entries.length; first += AT_ONCE) {
    const outcome = await sendSome(device, entries.slice(first, first + AT_ONCE), who.csrf);
    sent += outcome.sent;
    if (outcome.reason) return { ...outcome, sent };
  }
  return { sent, reason: "" };
}

async function sendSome(device, entries, csrf) {
  const { status, retry, answer } = await upload(device, entries, csrf);
  if (status === 200 && Array.isArray(answer?.results)) return settle(device, entries, answer.results);
  if (POISON.has(status) && answer) return isolate(device, entries, csrf, { status, error: answer });
  await noteTry(device, entries);
  return { sent: 0, reason: status === 409 ? "signed out" : status ? "server" : "offline", retry };
}

async function settle(device, entries, results) {
  const byName = new Map(results.map((result) => [result?.uuid, result]));
  const isKept = ({ uuid }) => KEPT.has(byName.get(uuid)?.status);
  const kept = entries.filter(isKept);
  if (kept.length) await device.acknowledged(kept);
  for (const entry of entries) {
    if (!isKept(entry)) await tried(device.store, entry, byName.get(entry.uuid)).catch(ignore);
  }
  return { sent: kept.length, reason: entries.every(({ uuid }) => byName.has(uuid)) ? "" : "server" };
}

// One by one, so that what cannot be read holds up only itself.
async function isolate(device, entries, csrf, fault) {
  if (entries.length === 1) {
    await tried(device.store, entries[0], fault);
    return { sent: 0, reason: "" };
  }
  let sent = 0;
  for (const entry of entries) {
    const outcome = await sendSome(device, [entry], csrf);
    sent += outcome.sent;
    if (outcome.reason) return { ...outcome, sent };
  }
  return { sent, reason: "" };
}

async function noteTry(device, entries) {
  for (const entry of entries) await tried(device.store, entry).catch(ignore);
}

// A note needs room that a full disk does not have; the entry itself is there.
function ignore() {}

async function upload(device, entries, csrf) {
  try {
    const response = await fetch(SYNC_URL, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, "X-Backfit-Person": device.person },
      body: JSON.stringify(entries.map((entry) => ({ ...entry.body, uuid: entry.uuid }))),
    });
    const retry = asked(response.headers.get("Retry-After"));
    return { status: response.status, retry, answer: await response.json().catch(() => null) };
  } catch {
    return { status: 0 };
  }
}
