// How long to wait before the next try, in ms: twice as long each time, at most five minutes, with jitter so that the
// devices of a whole town do not come back in the same second.
const FIRST = 2_000;
const LONGEST = 300_000;

export function wait(attempts, random = Math.random()) {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.max(0, attempts - 1));
  return Math.round(most * (0.5 + random / 2));
}

// Retry-After in ms: seconds or a date; 0 without one, and never longer than a day.
export function asked(header, now = Date.now()) {
  if (!header) return 0;
  const seconds = Number(header);
  const found = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Math.min(Math.max(found || 0, 0), 24 * 3600 * 1000);
}
