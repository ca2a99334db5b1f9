// The sessions that the server has not acknowledged, each with what came of trying to send it:
// {uuid, body, kept_at, tries, status, sentences}. `status` is the server's last answer about this one, 0 before any;
// one that was refused waits for the person and not for the network.
const REFUSALS = new Set([400, 403, 404, 409, 413, 422]);

export async function entriesOf(store) {
  const entries = await store.entries();
  const states = await Promise.all(entries.map(({ uuid }) => store.get("states", uuid)));
  const all = entries.map((entry, place) => ({ tries: 0, status: 0, sentences: [], ...states[place], ...entry }));
  return all.sort((one, other) => (one.kept_at ?? "").localeCompare(other.kept_at ?? ""));
}

export function isRefused({ status, body }) {
  return REFUSALS.has(status) || body === null;
}

export function waiting(entries) {
  return entries.filter((entry) => !isRefused(entry));
}

// Kept anew, an entry has not been refused yet.
export function keepEntries(store, entries, instead) {
  const kept_at = new Date().toISOString();
  return store.queueAll(entries.map(({ uuid, body }) => ({ uuid, value: { body, kept_at } })), instead);
}

export function tried(store, { uuid, tries }, { status = 0, error = null } = {}) {
  return store.put("states", uuid, { tries: tries + 1, status, sentences: sentencesOf(error) });
}

// The server says {"detail": text} or {field: [texts]}.
function sentencesOf(error) {
  return Object.values(error ?? {}).flat().filter((said) => typeof said === "string");
}

// Whole hours since the oldest of them was kept.
export function hoursOf(entries, now = Date.now()) {
  const oldest = Math.min(...entries.map(({ kept_at: at }) => Date.parse(at) || now), now);
  return Math.floor((now - oldest) / 3_600_000);
}
