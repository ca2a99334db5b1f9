// A session that is under way, kept on the device after each step: a killed tab or an empty battery loses nothing.
import { dayOf, zoneHere } from "./due.js";
import { scriptOf } from "./script.js";

const NAME = "player";

export function withSteps(line, pictures, settings) {
  const { ready, pace } = settings;
  return { ...line, steps: scriptOf(line.item.dose, { ready, pace, first: pictures.firstSide(line.item) }) };
}

export function newSession(lines, short) {
  const programs = [...new Set(lines.map((line) => line.program))];
  return {
    layout: 1,
    day: dayOf(),
    zone: zoneHere(),
    started: new Date().toISOString(),
    short,
    lines,
    // Named before anything is done, so that it can never be kept twice.
    uuids: Object.fromEntries(programs.map((program) => [program, crypto.randomUUID()])),
  };
}

export class Keeper {
  constructor(device) {
    this.device = device;
    this.last = Promise.resolve();
  }

  get name() {
    return NAME;
  }

  // Once no older state is on its way to the disk.
  settled() {
    return this.last;
  }

  async read() {
    const session = await this.device?.read(NAME);
    return session?.layout === 1 ? session : null;
  }

  // One after the other, so that an older state never lands on a newer one. A full disk must not stop who exercises.
  save(session) {
    this.last = this.last.then(() => this.device?.save(NAME, session)).catch(() => {});
    return this.last;
  }

  forget() {
    this.last = this.last.then(() => this.device?.remove(NAME)).catch(() => {});
    return this.last;
  }
}

export function hasBegun(session) {
  return session.records?.some((record) => Object.keys(record.ran).length || Object.keys(record.ended).length || record.because);
}
