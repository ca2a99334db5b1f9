// What is due today, from the device's copy (see programs/device.py) and what it has not sent yet. Pure.

export function zoneHere() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

// The ISO day of the calendar on the wall.
export function dayOf(date = new Date()) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function hasInterval({ dose: { frequency = {} } }) {
  return Boolean(frequency.every_minutes || frequency.every_hours);
}

// {state, groups, next}. `state` is stopped, screen (the questions before the first session come first), outdated (the copy knows nothing of the day), rest, paused, done or due.
// A group is {choice, lines}: of several lines one is done. `next` is the next day with something to play.
export function dueOn(copy, day, unsent = [], { short = false } = {}) {
  if (copy.stopped) return { state: "stopped", groups: [], next: null };
  const days = copy.programs.map((program) => ({ program, today: program.days.find((one) => one.day === day) }));
  if (copy.programs.length && days.every(({ today }) => !today)) return { state: "outdated", groups: [], next: null };
  if (copy.screened === false) return { state: "screen", groups: [], next: null };
  const known = days.filter(({ today }) => today);
  const all = known.flatMap(({ program, today }) => groupsOf(program, today, sent(program, day, unsent)));
  const groups = all.filter(({ left }) => left);
  const brief = groups.map(shortened).filter(({ lines }) => lines.length);
  const state = groups.length ? "due" : all.length ? "done" : stateOf(known);
  return { state, groups: short && brief.length ? brief : groups, isShort: short && brief.length > 0, next: nextDay(copy, day) };
}

function shortened(group) {
  return { ...group, lines: group.lines.filter((line) => line.item.short) };
}

function stateOf(known) {
  return known.length && known.every(({ today }) => today.state === "paused") ? "paused" : "rest";
}

// Key to how often it was done in sessions that the server does not know yet.
function sent(program, day, unsent) {
  const counts = {};
  for (const { body } of unsent) {
    if (body?.program !== program.id || body.day !== day) continue;
    for (const result of body.results) {
      if (result.status !== "skipped") counts[result.item] = (counts[result.item] ?? 0) + (result.times ?? 1);
    }
  }
  return counts;
}

function groupsOf(program, today, counts) {
  const groups = new Map();
  for (const due of today.due) {
    const item = program.items[due.key];
    if (!item || hasInterval(item)) continue;
    const name = due.choice ? `choice ${due.choice}` : `item ${due.key}`;
    const group = groups.get(name) ?? { choice: due.choice, lines: [], left: true };
    groups.set(name, group);
    if (due.done + (counts[due.key] ?? 0) >= due.times) group.left = false;
    group.lines.push(lineOf(program, due.key, item));
  }
  return [...groups.values()];
}

export function lineOf(program, key, item) {
  return { program: program.id, clinic: program.clinic, rules: program.rules, limits: program.limits, key, item };
}

function nextDay(copy, day) {
  const days = copy.programs.flatMap((program) =>
    program.days.filter((one) => one.day > day && one.due.some((due) => playable(program, due.key))).map((one) => one.day),
  );
  return days.sort()[0] ?? null;
}

function playable(program, key) {
  const item = program.items[key];
  return Boolean(item) && !hasInterval(item);
}
