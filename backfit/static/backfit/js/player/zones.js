// What a pain from 0 to 10 asks for: go_on, repeat, stop or severe. Pure; the cut-offs are the plan's rules, as in
// programs/pain_zones.py, whose `limits` the copy brings along.
export const SEVERE = 8;
const USUAL_RULES = { pain_at_most: 3, stop_pain: 6 };

export function limitsOf(line) {
  const settings = line.rules?.settings ?? USUAL_RULES;
  const given = line.limits ?? { repeat: settings.pain_at_most + 1, stop: settings.stop_pain, severe: SEVERE };
  const stop = Math.min(given.stop, line.item.stop_pain ?? given.stop);
  return { repeat: Math.min(given.repeat, stop), stop, severe: given.severe };
}

export function zoneOf(pain, { repeat, stop, severe }) {
  if (pain >= severe) return "severe";
  if (pain >= stop) return "stop";
  return pain >= repeat ? "repeat" : "go_on";
}

// Of a whole session: by the strictest program in it.
export function sessionZone(pain, lines) {
  const order = ["go_on", "repeat", "stop", "severe"];
  const zones = lines.map((line) => zoneOf(pain, limitsOf({ ...line, item: { ...line.item, stop_pain: undefined } })));
  return zones.sort((first, second) => order.indexOf(second) - order.indexOf(first))[0] ?? "go_on";
}

// Severe pain was told: no more of this today.
export function isStopped({ lines, records }) {
  return records.some(({ pain }, place) => pain !== null && zoneOf(pain, limitsOf(lines[place])) === "severe");
}
