// Takes away what is no longer needed of people who used this device before. What was not sent is never taken.
import { forget, markOf, personHere } from "./person.js";
import { openStore, peopleHere, removeDatabase } from "./store.js";

const DAYS = 7;
const DAY = 24 * 3_600_000;

export async function clearUp(now = Date.now()) {
  for (const person of (await peopleHere()) ?? []) {
    if (person === personHere()) continue;
    const last = markOf(person)?.at ?? 0;
    if (Math.abs(now - last) > DAYS * DAY && !(await unsentOf(person))) await removeEverything(person);
  }
}

// How many of somebody's sessions are here alone; not what they say.
export async function unsentOf(person) {
  const store = await openStore(person);
  try {
    return await store.count("queue");
  } finally {
    store.close();
  }
}

// For one who signs out, or has not been here for a week.
export async function removeEverything(person) {
  await removeDatabase(person);
  forget(person);
}
