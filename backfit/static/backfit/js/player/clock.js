// How time went on between two looks at it. Pure; nothing is ever counted by ticks, so a slow or throttled tab is late
// to notice, and never wrong.
//
// The monotonic clock does not jump, but on many devices it stands still while they sleep; the wall clock goes on in
// sleep, but may be set. So the monotonic one counts, and what the wall clock has beyond it was sleep. A wall clock
// that was set back, and summer time, change nothing.
const JITTER = 2;

export function moment() {
  return { mono: performance.now() / 1000, wall: Date.now() / 1000 };
}

// Seconds: {awake, asleep}.
export function between(from, to) {
  const awake = Math.max(0, to.mono - from.mono);
  const beyond = to.wall - from.wall - awake;
  return { awake, asleep: beyond > JITTER ? beyond : 0 };
}
