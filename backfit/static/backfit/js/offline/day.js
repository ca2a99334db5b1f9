// What the copy says of a day. Pure: the copy, the entries that are not sent, and the day in; lines out.

// The day of a person who lives in that zone, as YYYY-MM-DD.
export function dayIn(zone, now = new Date()) {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(now);
  const found = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${found.year}-${found.month}-${found.day}`;
}

// [{program, state, lines: [{key, item, times, done, status, choice}]}], or null when the copy does not reach so far.
export function dayOf(copy, entries, day) {
  const found = copy.programs.map((program) => ({ program, plan: program.days.find((each) => each.day === day) }));
  if (copy.programs.length && !found.some(({ plan }) => plan)) return null;
  return found.map(({ program, plan }) => ({
    program,
    state: plan?.state ?? "ended",
    lines: (plan?.due ?? []).map((due) => lineOf(program, due, resultsOf(entries, program, day))),
  }));
}

function resultsOf(entries, program, day) {
  const bodies = entries.map(({ body }) => body).filter((body) => body?.program === program.id && body.day === day);
  return bodies.flatMap(({ results }) => results ?? []);
}

function lineOf(program, due, results) {
  const own = results.filter(({ item }) => item === due.key);
  const more = own.filter(({ status }) => status !== "skipped").reduce((sum, { times = 1 }) => sum + times, 0);
  const done = Math.min(due.times, due.done + more);
  return { ...due, item: program.items[due.key], done, status: own.at(-1)?.status ?? (done ? "done" : "") };
}

export function isOpen(line, lines) {
  if (line.done >= line.times) return false;
  // Of a choice one is enough.
  return !(line.choice && lines.some((other) => other.choice === line.choice && other.done >= other.times));
}

// Lines in order, those of a choice together at the place of the first.
export function choicesOf(lines) {
  const found = new Map();
  for (const line of lines) {
    const name = line.choice ? `choice ${line.choice}` : `item ${line.key}`;
    found.set(name, [...(found.get(name) ?? []), line]);
  }
  return [...found.values()];
}

// The numbers of a dose that was done as it says, at the lower end of a range.
export function toldBy(dose) {
  const told = { sets: dose.sets, reps: dose.reps, seconds: dose.hold_seconds || dose.duration_seconds };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value).map(([name, value]) => [name, Math.trunc(value)]));
}
