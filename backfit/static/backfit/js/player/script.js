// A dose (see exercises/dose.py) as the steps that lead through it. Pure.
//
// A step is {kind, seconds, planned, block, work, set, sets, rep, reps, side, extra, parts}. `seconds` is null where
// the person says when it is over; `planned` then is what exercises/dose_time.py plans for it, and `most` when the
// player goes on by itself, for hands that are not free. Steps with the same `block` belong together: one side of a
// set, one rest. `extra` are the repetitions and sets of a range that need not be done.
//   ready   time to get into position          rep   one repetition          move   into a hold, and back
//   hold    stay there                         go    a duration, such as a walk
//   ask     until the person is done           switch, rest
// With side "each" a set is done on one side, then on the other, and then comes the rest: so counts dose_time, and the
// one side rests while the other works. Work takes exactly the seconds of dose_time; what it leaves out are the time to
// get ready, to change sides, and rests that nobody prescribed.
export const REP_SECONDS = 3;
export const OPEN_SECONDS = 60;
export const OPEN_MOST = 120;
export const SWITCH_SECONDS = 5;
// Rests that nobody prescribed: between sets of repetitions, and between holds. Convention of ours, as is the switch.
export const REST_SECONDS = 30;
export const PAUSE_SECONDS = 10;
const OTHER = { right: "left", left: "right" };

export function scriptOf(dose, { ready = 10, pace = REP_SECONDS, first = "right" } = {}) {
  const sets = dose.sets_max ?? dose.sets ?? 1;
  const sides = sidesOf(dose, first);
  const steps = [];
  let block = 0;
  const add = (more) => {
    for (const step of more) steps.push({ block, ...step });
    if (more.length) block += 1;
  };
  add(ready ? [{ kind: "ready", seconds: ready, set: 1, sets, side: sides[0] }] : []);
  for (let set = 1; set <= sets; set += 1) {
    if (set > 1) add(restBefore(dose, set, sets, sides[0]));
    sides.forEach((side, place) => {
      if (place) add([{ kind: "switch", seconds: SWITCH_SECONDS, set, sets, side }]);
      add(workOf(dose, set, sets, side, { pace, first }));
    });
  }
  return steps;
}

function sidesOf(dose, first) {
  if (dose.side === "each") return [first, OTHER[first]];
  return [dose.side === "left" || dose.side === "right" ? dose.side : ""];
}

function restBefore(dose, set, sets, side) {
  const seconds = dose.rest_seconds ?? (repsIn(dose, set) > 1 ? REST_SECONDS : PAUSE_SECONDS);
  return seconds ? [{ kind: "rest", seconds, set, sets, side }] : [];
}

export function repsIn(dose, set) {
  return dose.reps_per_set?.[set - 1] ?? dose.reps_max ?? dose.reps ?? null;
}

function workOf(dose, set, sets, side, { pace, first }) {
  const reps = repsIn(dose, set);
  const common = { work: true, set, sets, side, ...(set > (dose.sets ?? sets) ? { extra: true } : {}) };
  if (dose.duration_seconds) return [{ ...common, kind: "go", seconds: dose.duration_seconds, reps }];
  const single = reps === null || reps === 1;
  if (single && !dose.hold_seconds && (dose.until || reps === null)) return [{ ...common, ...open(OPEN_SECONDS) }];
  if (single && dose.hold_seconds && !dose.tempo) return [{ ...common, kind: "hold", seconds: dose.hold_seconds }];
  const movement = movementOf(dose, pace);
  if (movement === null && !dose.hold_seconds) {
    return [{ ...common, ...open(reps * REP_SECONDS), reps, fewest: dose.reps ?? reps }];
  }
  return Array.from({ length: reps ?? 1 }, (_, index) => index + 1).flatMap((rep) => {
    const turn = dose.side === "alternating" ? (rep % 2 ? first : OTHER[first]) : side;
    const beyond = dose.reps_max && rep > dose.reps ? { extra: true } : {};
    return repetition(dose, { ...common, side: turn, rep, reps: reps ?? 1, ...beyond }, movement ?? REP_SECONDS);
  });
}

// How long one repetition takes without its hold; null for who would rather count alone.
function movementOf(dose, pace) {
  if (!dose.tempo) return pace === "own" ? null : pace;
  return partsOf(dose.tempo).reduce((sum, part) => sum + part.seconds, 0);
}

function repetition(dose, common, movement) {
  const parts = dose.tempo ? { parts: partsOf(dose.tempo) } : {};
  if (!dose.hold_seconds) return [{ ...common, kind: "rep", seconds: movement, ...parts }];
  return [
    { ...common, kind: "move", seconds: dose.tempo ? movement : REP_SECONDS, ...parts },
    { ...common, kind: "hold", seconds: dose.hold_seconds },
  ];
}

function open(planned) {
  return { kind: "ask", seconds: null, planned, most: Math.max(OPEN_MOST, 2 * planned) };
}

// In the order in which a tempo is said: down, at the bottom, up, at the top.
export function partsOf(tempo) {
  const parts = [
    { word: "down", seconds: tempo.eccentric },
    { word: "pause", seconds: tempo.pause ?? tempo.pause_bottom },
    { word: "up", seconds: tempo.concentric },
    { word: "pause", seconds: tempo.pause_top ?? 0 },
  ];
  return parts.filter((part) => part.seconds);
}

export function secondsOf(step) {
  return step.seconds ?? step.planned;
}

export function totalOf(steps, only = () => true) {
  return steps.filter(only).reduce((sum, step) => sum + secondsOf(step), 0);
}
