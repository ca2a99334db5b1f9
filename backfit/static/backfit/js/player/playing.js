// Where somebody is in a session, and what was done so far. Pure: it is told what time it is.
//
// While ticks come, time runs through the steps, also with the screen off and the phone in a pocket: whoever hears the
// sounds goes on. When none came until PATIENCE seconds after a step should have ended, the device slept or a call
// took over; nobody did the exercises meanwhile, so the step waits as it was left, and the person is asked to go on.
// Whoever goes on has LEAD seconds to get back into position; what was begun of a hold or a repetition begins again.
import { between } from "./clock.js";
import { secondsOf } from "./script.js";

export const PATIENCE = 10;
export const LEAD = 3;
const AGAIN_WITHIN = 3;

export class Playing {
  // `lines` are [{steps, ...}]; `kept` is an earlier snapshot() of the same lines.
  constructor(lines, kept = null) {
    this.lines = lines;
    this.line = kept?.line ?? 0;
    this.step = kept?.step ?? 0;
    this.elapsed = 0;
    this.records = kept?.records ?? lines.map(() => newRecord());
    this.state = this.line < lines.length ? "paused" : "ended";
    this.last = null;
  }

  snapshot() {
    return { line: this.line, step: this.step, records: this.records };
  }

  get current() {
    return this.lines[this.line]?.steps[this.step] ?? null;
  }

  get record() {
    return this.records[this.line];
  }

  // Seconds until the step is over by itself.
  get left() {
    const step = this.current;
    return step ? (step.seconds ?? step.most) - this.elapsed : 0;
  }

  go(now) {
    if (this.state === "ended") return;
    if (this.elapsed > 0 && this.current.work) this.elapsed = 0;
    if (this.current.work) this.elapsed -= LEAD;
    this.start(now);
  }

  // Without time to get into position, for a step that was chosen by hand.
  start(now) {
    this.last = now;
    this.state = "running";
  }

  pause() {
    if (this.state !== "running") return;
    this.note();
    this.state = "paused";
  }

  // How many steps are over since the last look, or "interrupted".
  tick(now) {
    if (this.state !== "running") return 0;
    const { awake, asleep } = between(this.last, now);
    this.last = now;
    const gone = awake + asleep;
    if (gone > PATIENCE && gone > this.left + PATIENCE) {
      this.pause();
      return "interrupted";
    }
    return this.run(gone);
  }

  run(seconds) {
    let over = 0;
    while (this.state === "running" && seconds >= this.left) {
      seconds -= this.left;
      this.elapsed += this.left;
      this.finish("clock");
      this.move(this.line, this.step + 1);
      over += 1;
    }
    this.elapsed += seconds;
    return over;
  }

  note() {
    const step = this.current;
    if (!step?.work || this.elapsed <= 0) return;
    this.record.ran[this.step] = Math.max(this.record.ran[this.step] ?? 0, this.elapsed);
  }

  finish(how) {
    this.note();
    if (this.current.work && this.record.ended[this.step] !== "clock") this.record.ended[this.step] = how;
  }

  move(line, step) {
    this.line = line;
    this.step = step;
    this.elapsed = 0;
    if (this.current) return;
    this.line += 1;
    this.step = 0;
    if (!this.current) this.state = "ended";
  }

  // On to what comes after this block; who taps has done it.
  next() {
    const { steps } = this.lines[this.line];
    const { block } = this.current;
    this.finish("tap");
    let step = this.step + 1;
    for (; steps[step]?.block === block; step += 1) this.record.ended[step] ??= "tap";
    this.move(this.line, step);
  }

  // To the beginning of this block, or if it has just begun, of the one before.
  back() {
    this.note();
    const { steps } = this.lines[this.line];
    const first = steps.findIndex((step) => step.block === this.current.block);
    if (this.step > first || this.elapsed > AGAIN_WITHIN) return this.move(this.line, first);
    if (first > 0) return this.move(this.line, firstOf(steps, first - 1));
    if (this.line === 0) return this.move(0, 0);
    const before = this.lines[this.line - 1].steps;
    return this.move(this.line - 1, firstOf(before, before.length - 1));
  }

  // Leave out what is left of this line.
  leave() {
    this.note();
    this.move(this.line, this.lines[this.line].steps.length);
  }

  // The line that is under way, as another one with its record.
  swap({ line, step, record }) {
    this.lines[this.line] = line;
    this.records[this.line] = record;
    this.step = step;
    this.elapsed = 0;
  }

  insert(line) {
    this.lines.splice(this.line + 1, 0, line);
    this.records.splice(this.line + 1, 0, newRecord());
  }

  // Of the planned seconds of all lines, those that lie behind: 0 to 1.
  get share() {
    let all = 0;
    let done = 0;
    this.lines.forEach(({ steps }, line) => {
      steps.forEach((step, place) => {
        const seconds = secondsOf(step);
        all += seconds;
        if (line < this.line || (line === this.line && place < this.step)) done += seconds;
        else if (line === this.line && place === this.step) done += Math.min(seconds, Math.max(0, this.elapsed));
      });
    });
    return all ? done / all : 1;
  }
}

export function newRecord() {
  return { ran: {}, ended: {}, because: "", pain: null };
}

function firstOf(steps, place) {
  return steps.findIndex((step) => step.block === steps[place].block);
}
