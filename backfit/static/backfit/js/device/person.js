// Whose device this is at the moment, and small marks about it. The marks stand in localStorage, which a worker has not
// and which may be forbidden; nothing depends on them but what can be told.
const PERSON = "backfit-person";
const HERE = "backfit-device:";
const PUSH = "backfit-push";

function marks() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

function write(name, text) {
  try {
    marks()?.setItem(name, text);
  } catch {
    // no room for a mark: then there is none
  }
}

// Somebody who is not signed in may be the person whose copy is here, at a moment without a network.
export function personHere() {
  return globalThis.document?.body.dataset.person || marks()?.getItem(PERSON) || null;
}

// Only a page that says who is signed in knows it; a shell that is the same for everybody does not.
export function isSignedIn() {
  return Boolean(globalThis.document?.body.dataset.person);
}

export function remember(person) {
  if (marks()?.getItem(PERSON) !== person) write(PERSON, person);
}

// What should be on this device: {at, unsent}, or null.
export function markOf(person) {
  try {
    return JSON.parse(marks()?.getItem(HERE + person) ?? "null");
  } catch {
    return null;
  }
}

export function mark(person, unsent) {
  write(HERE + person, JSON.stringify({ at: Date.now(), unsent }));
}

// Who turned on the messages that this browser gets, or null.
export function pushOwner() {
  return marks()?.getItem(PUSH) ?? null;
}

export function markPush(person) {
  write(PUSH, person);
}

export function forgetPush() {
  marks()?.removeItem(PUSH);
}

export function forget(person) {
  marks()?.removeItem(HERE + person);
  if (marks()?.getItem(PERSON) === person) marks().removeItem(PERSON);
}
