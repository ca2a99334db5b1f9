// When the next break is due. Pure: settings, a log of the day and the time now go in, a state or a new log comes out.
//
// Everything is worked out from the time of day and never from counted ticks, so it does not matter how often or how
// late it is asked: a background tab whose timers are slowed to one a minute cues at most that much later, and after a
// computer has slept there is one cue and no burst of those that were missed. Times are milliseconds since 1970, which
// daylight saving does not touch; only the hours of the day are looked up on the local clock. A clock that was set back
// pulls with it what then lies in the future, so that it never holds up the next break.
//
// Hours may cross midnight, as a night shift does: then `until` is more than a day's minutes, and everything belongs to
// the day on which the shift began, until halfway between its end and its next beginning.
//
//   settings { every, from, until, most }   minutes; minutes after midnight; how many cues a day at most, or null
//   log      { day, started, seen, events: [{ at, kind, cue }], cue, snoozed, taking, ... } of `freshLog`

export const MINUTE = 60_000;
export const EVERY = { least: 20, most: 60, usual: 30 };
// Our convention (clinical notes, section 3): three cues that nobody answers, and they come half as often.
const IGNORED_IN_A_ROW = 3;
const SLOWEST = 120;
const PATIENCE = 10 * MINUTE;
// Slowed timers still come once a minute; a longer silence means that the computer slept or the tab was frozen.
const SLEPT = 5 * MINUTE;
const LATE = 2 * MINUTE;

const DAY = 24 * 60;
// Longer hours across midnight are two times in the wrong order rather than a shift.
export const LONGEST_NIGHT = 16 * 60;

const twoDigits = (number) => String(number).padStart(2, "0");

// Minutes after midnight up to which it is still the day of the shift before.
const turnOf = (settings) => (settings?.until > DAY ? Math.round((settings.until - DAY + settings.from) / 2) : 0);

// Midnight of the local day to which this moment belongs.
function dayBegins(settings, now) {
  const date = new Date(now);
  const early = 60 * date.getHours() + date.getMinutes() < turnOf(settings);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - early);
}

// Without settings, that of the calendar.
export function dayOf(now, settings = null) {
  const date = dayBegins(settings, now);
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

// The moment at which the clock shows so many minutes after that midnight.
function at(settings, now, minutes) {
  const date = dayBegins(settings, now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 0, minutes).getTime();
}

export function freshLog(now, settings = null) {
  return {
    day: dayOf(now, settings),
    started: null, // since when it runs today
    seen: now, // when it was last looked at
    events: [], // kind: done, not-now, snoozed or ignored; cue: when the cue for it came, or null
    cue: null, // since when one waits for an answer
    snoozed: null, // until when
    taking: null, // the break that goes on: { at, seconds, cue, what }
    muted: false,
    halved: 0,
    asked: false, // whether somebody was asked about the halving
    unlimited: false,
  };
}

// Settings in their bounds, whatever a browser's storage or a form says. An interval that was prescribed stands.
export function settled({ every, from, until, most }, prescribed = null) {
  const within = (number, low, high, otherwise) =>
    Number.isFinite(number) ? Math.min(high, Math.max(low, Math.round(number))) : otherwise;
  const minutes = every === prescribed ? every : within(every, EVERY.least, EVERY.most, EVERY.usual);
  const first = within(from, 0, DAY - 1, 9 * 60);
  return {
    every: minutes,
    from: first,
    until: within(within(until, 60, 2 * DAY, 17 * 60), first + 60, Math.max(DAY, first + LONGEST_NIGHT)),
    most: most === null ? null : within(most, 1, 48, 8),
  };
}

export const interval = (settings, log) =>
  Math.max(settings.every, Math.min(SLOWEST, settings.every * 2 ** log.halved));

const cues = (log) => log.events.filter((event) => event.cue !== null).length;

export function ignoredInARow(log) {
  const answered = log.events.findLastIndex((event) => event.kind !== "ignored");
  return log.events.length - 1 - answered;
}

// How many breaks fit into the hours; the first comes after one interval, the last may fall on the last minute.
export const slots = (settings) =>
  Math.max(1, Math.floor((settings.until - settings.from) / settings.every));

function nextAt(settings, log, now) {
  if (log.snoozed !== null) return log.snoozed;
  const gap = interval(settings, log) * MINUTE;
  const last = log.events.at(-1);
  const opened = Math.max(log.started ?? now, at(settings, now, settings.from));
  // From cue to cue, so that "every half hour" stays on the half hours however long an answer takes; but after a late
  // answer there is at least half of it left.
  const following = last ? Math.max((last.cue ?? last.at) + gap, last.at + gap / 2) : 0;
  return Math.max(opened + gap, following);
}

function phaseOf(settings, log, now, next) {
  if (log.taking) return "taking";
  if (log.started === null) return "off";
  if (log.muted) return "muted";
  if (log.cue !== null) return "due";
  const end = at(settings, now, settings.until);
  if (now > end + LATE || next > end) return "over";
  if (settings.most !== null && !log.unlimited && cues(log) >= settings.most) return "enough";
  if (now < at(settings, now, settings.from)) return "before";
  return now >= next ? "ready" : "waiting";
}

// phase: off, before (the hours), waiting, ready (a cue is to be given), due, taking, muted, enough or over.
export function stateOf(settings, log, now) {
  const today = log.day === dayOf(now, settings) ? log : freshLog(now, settings);
  const next = nextAt(settings, today, now);
  return {
    phase: phaseOf(settings, today, now, next),
    nextAt: next,
    opensAt: at(settings, now, settings.from),
    interval: interval(settings, today),
    ignored: ignoredInARow(today),
    isSlower: interval(settings, today) > settings.every,
    asks: today.halved > 0 && !today.asked,
  };
}

// What was stamped later than now was stamped by a clock that has been set back since.
function pulledBack(log, now) {
  const past = (time) => (time === null ? null : Math.min(time, now));
  return {
    ...log,
    started: past(log.started),
    cue: past(log.cue),
    snoozed: log.snoozed === null ? null : Math.min(log.snoozed, now + EVERY.most * MINUTE),
    taking: log.taking && { ...log.taking, at: past(log.taking.at), cue: past(log.taking.cue) },
    events: log.events.map((event) => ({ ...event, at: past(event.at), cue: past(event.cue) })),
  };
}

function unanswered(log) {
  const events = [...log.events, { at: log.cue, kind: "ignored", cue: log.cue }];
  const next = { ...log, cue: null, events };
  const enough = ignoredInARow(next) % IGNORED_IN_A_ROW === 0;
  return enough ? { ...next, halved: Math.min(next.halved + 1, 3) } : next;
}

const isOpen = (settings, now) => now <= at(settings, now, settings.until) + LATE;

function awake(settings, log, now, slept) {
  if (log.taking) {
    const gone = now - (log.taking.at + log.taking.seconds * 1000) > PATIENCE;
    return gone ? { log: dismiss(log, now), rings: false } : { log, rings: false };
  }
  if (log.cue !== null && log.started !== null && !log.muted) {
    // Whoever was away when it came did not ignore it.
    if (slept) return { log: { ...log, cue: isOpen(settings, now) ? now : null }, rings: isOpen(settings, now) };
    return { log: now - log.cue >= PATIENCE ? unanswered(log) : log, rings: false };
  }
  const { phase, nextAt: due } = stateOf(settings, log, now);
  if (phase !== "ready") return { log, rings: false };
  // A tick that is a little late moves nothing.
  return { log: { ...log, cue: now - due <= LATE ? due : now, snoozed: null }, rings: true };
}

// To be called now and then, at any pace: the log as of now, and whether to give a cue.
export function look(settings, log, now) {
  if (!log || log.day !== dayOf(now, settings)) return { log: freshLog(now, settings), rings: false };
  const whole = now < log.seen ? pulledBack(log, now) : log;
  return awake(settings, { ...whole, seen: now }, now, now - whole.seen > SLEPT);
}

// What a person does. Each gives a new log.
const told = (log, now, kind, cue, others = {}) => ({
  ...log,
  cue: null,
  snoozed: null,
  taking: null,
  events: [...log.events, { at: now, kind, cue }],
  ...others,
});

export const start = (log, now) => ({ ...log, started: now, seen: now, muted: false, cue: null, snoozed: null, halved: 0 });
export const stop = (log) => ({ ...log, started: null, muted: false, cue: null, snoozed: null, taking: null });
export const mute = (log) => ({ ...log, muted: true, cue: null, snoozed: null });
export const unmute = (log) => ({ ...log, muted: false });
// `what` is the key of the habit, so that each has a count of its own.
export const begin = (log, now, seconds, what = "") => ({
  ...log,
  cue: null,
  snoozed: null,
  taking: { at: now, seconds, cue: log.cue, what },
});
const cueOf = (log) => log.cue ?? log.taking?.cue ?? null;
export const dismiss = (log, now) => told(log, now, "not-now", cueOf(log));

export function finish(log, now, what = "") {
  const next = told(log, now, "done", cueOf(log));
  next.events.at(-1).what = what;
  return next;
}

export const doneOf = (log, what) => log.events.filter((event) => event.kind === "done" && event.what === what).length;
export const snooze = (log, now, minutes) => told(log, now, "snoozed", null, { snoozed: now + minutes * MINUTE });
export const keepSlower = (log) => ({ ...log, asked: true });
export const asOften = (log) => ({ ...log, asked: true, halved: 0 });
export const goOn = (log) => ({ ...log, unlimited: true });
