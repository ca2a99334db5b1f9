// What is told of a session: the body of the API's SessionUpload, from what was played. Pure.
import { variantOf } from "./easier.js";
import { becauseOf } from "./reasons.js";
import { secondsOf } from "./script.js";

// Of a line's planned seconds, how much must really have run for it to count as played.
const PLAYED = 1 / 3;
// Of the lines that were done, how many must have been played for the session to count as timed.
const TIMED = 1 / 2;
const NOTE = 2000;

// "done", "part" or "skipped". The upper end of a range need not be reached, and a few seconds are nothing done.
export function statusOf({ steps }, record) {
  const work = workOf(steps, record);
  if (work.every((step) => step.ended || step.extra)) return "done";
  return work.some((step) => step.ended || step.ran >= PLAYED * step.seconds) ? "part" : "skipped";
}

function workOf(steps, record) {
  return steps
    .map((step, place) => ({
      ...step,
      seconds: secondsOf(step),
      ran: record.ran[place] ?? 0,
      ended: record.ended[place] ?? "",
    }))
    .filter((step) => step.work);
}

// Whether the timers really ran for what was done of it, and not a finger through the steps.
export function isPlayed({ steps }, record) {
  const done = workOf(steps, record).filter((step) => step.ended || step.ran > 0);
  const ran = done.reduce((sum, step) => sum + Math.min(step.ran, step.seconds), 0);
  return ran > 0 && ran >= PLAYED * done.reduce((sum, step) => sum + step.seconds, 0);
}

// "timed" when at least half of what was done was played, else "ticked".
export function evidenceOf(lines, records, statuses) {
  const done = lines.flatMap((line, place) => (statuses[place] === "skipped" ? [] : [isPlayed(line, records[place])]));
  const played = done.filter(Boolean).length;
  return played && played >= TIMED * done.length ? "timed" : "ticked";
}

// A ResultBody.
export function resultOf(line, record, status) {
  return {
    item: line.key,
    status,
    ...(status === "skipped" ? {} : amountOf(line, record)),
    ...(status === "done" ? {} : becauseOf(record.because)),
    ...(status === "skipped" ? {} : variantOf(line, record)),
    ...(record.pain === null ? {} : { pain: record.pain }),
  };
}

// Sets that were finished, repetitions in each, seconds of each hold or in all; as far as they can be told.
export function amountOf(line, record) {
  const blocks = blocksOf(workOf(line.steps, record));
  const sets = [...new Set(blocks.map((block) => block.set))];
  const whole = sets.filter((set) => blocks.every((block) => block.set !== set || block.whole));
  const counted = blocks.filter((block) => (whole.length ? whole.includes(block.set) : block.reps > 0));
  const reps = new Set(counted.map((block) => block.reps));
  const seconds = isPlayed(line, record) ? secondsIn(line, counted.length ? counted : blocks) : 0;
  return {
    ...(whole.length ? { sets: whole.length } : {}),
    // Sets that differ from one another have no one number.
    ...(reps.size === 1 && [...reps][0] ? { reps: [...reps][0] } : {}),
    ...(seconds ? { seconds } : {}),
  };
}

function blocksOf(work) {
  const blocks = new Map();
  for (const step of work) {
    const block = blocks.get(step.block) ?? { set: step.set, whole: true, reps: 0, ran: 0, kind: step.kind };
    blocks.set(step.block, block);
    block.whole &&= Boolean(step.ended || step.extra);
    block.ran += step.ran;
    if (step.ended && step.kind !== "move" && step.reps) block.reps = step.rep ?? step.reps;
  }
  return [...blocks.values()];
}

function secondsIn(line, blocks) {
  const { hold_seconds: hold } = line.item.dose;
  const counted = blocks.some((block) => block.reps);
  if (counted) return hold ?? 0;
  const ran = blocks.map((block) => Math.round(block.ran));
  return hold ? Math.min(...ran) : ran.reduce((sum, seconds) => sum + seconds, 0);
}

// [{uuid, body}], one for each program with something told of it. The note and the numbers go with each.
export function bodiesOf(session, told) {
  const { lines, records, uuids, day, zone, started, short } = session;
  const statuses = lines.map((line, place) => told.statuses?.[place] ?? statusOf(line, records[place]));
  const programs = [...new Set(lines.map((line) => line.program))];
  return programs.flatMap((program) => {
    const mine = lines.map((line, place) => place).filter((place) => lines[place].program === program);
    const touched = mine.filter((place) => statuses[place] !== "skipped" || records[place].because);
    if (!touched.length) return [];
    const pick = (list) => mine.map((place) => list[place]);
    const results = touched.map((place) => resultOf(lines[place], records[place], statuses[place]));
    const evidence = evidenceOf(pick(lines), pick(records), pick(statuses));
    const body = {
      program,
      started_at: started,
      time_zone: zone,
      day,
      worst_pain: told.pain,
      effort: told.effort,
      note: (told.note ?? "").trim().slice(0, NOTE),
      evidence,
      short: Boolean(short),
      results,
    };
    return [{ uuid: uuids[program], body }];
  });
}
