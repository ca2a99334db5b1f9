// The plan as it stands in this window: text, order, and what was there before. What the server understood of each line
// is kept beside it in `told`, by the line's key.
const FIELDS = {
  text: "", answer: "", note: "", cue: "", group: "", choose: "", when: "", stop_pain: null,
  short: false, maintain: false, despite: "", any_day: false, once: false, easier: "",
};
const PHASE = { name: "", weeks: null, days: [1, 2, 3, 4, 5, 6, 7], goal: "", minutes: null, effort: null, pain_at_most: null };
const MOST_STEPS = 200;
const WEEKS = 4; // of a phase that had no end and is no longer the last
const PAUSE = 1500; // ms: what is typed into one field without a longer pause is undone at once

export const newKey = () => [...crypto.getRandomValues(new Uint8Array(4))].map((n) => n.toString(16).padStart(2, "0")).join("");

const pick = (fields, from) =>
  Object.fromEntries(Object.entries(fields).map(([name, usual]) => [name, structuredClone(from[name] ?? usual)]));

export const newLine = (from = {}) => ({ key: newKey(), ...pick(FIELDS, from) });
export const newPhase = (from = {}) => ({ id: newKey(), ...pick(PHASE, from), lines: [] });
export const isBlank = (line) => Object.entries(FIELDS).every(([name, usual]) => (line[name] || usual) === usual || !String(line[name]).trim());
const same = (a, b) => Object.keys(FIELDS).every((name) => a[name] === b[name]);

export class Plan extends EventTarget {
  constructor(stored) {
    super();
    this.told = new Map();
    this.answer = stored;
    this.past = [];
    this.future = [];
    this.revision = 0;
    this.now = { phases: [] };
    this.read(stored);
  }

  get phases() {
    return this.now.phases;
  }

  // All lines in their order, each with its phase and place.
  lines() {
    return this.phases.flatMap((phase) => phase.lines.map((line, place) => ({ phase, line, place })));
  }

  find(key) {
    return this.lines().find(({ line }) => line.key === key);
  }

  // What was typed in a window that is gone.
  restore({ phases, rules }) {
    this.change((now) => {
      now.phases = phases.map((given) => ({ ...newPhase(given), lines: given.lines.map((line) => ({ ...newLine(line), key: line.key })) }));
      now.rules = rules ?? now.rules;
    });
  }

  // What the server told of the line, if it still is about what stands there.
  view(line) {
    const told = this.told.get(line.key);
    return told && (told.asked === line.text || told.text === line.text) ? told : null;
  }

  // One change that can be undone. `typing` names the field: letters typed in a row are one change.
  change(act, { typing = null, focus = null } = {}) {
    const goesOn = typing && typing === this.typing && Date.now() - this.typedAt < PAUSE;
    if (!goesOn) {
      this.past.push({ now: structuredClone(this.now), focus });
      this.past.splice(0, this.past.length - MOST_STEPS);
    }
    this.typing = typing;
    this.typedAt = Date.now();
    this.future = [];
    act(this.now);
    this.changed();
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  step(from, to) {
    const entry = from.pop();
    if (!entry) return null;
    to.push({ now: this.now, focus: entry.focus });
    this.now = entry.now;
    this.typing = null;
    this.changed();
    return entry;
  }

  changed() {
    this.tidy();
    this.revision += 1;
    this.dispatchEvent(new Event("change"));
  }

  // Every phase ends with one empty line to type into, and only the last one may go on without an end.
  tidy() {
    if (!this.phases.length) this.phases.push(newPhase());
    for (const phase of this.phases) {
      while (phase.lines.length > 1 && phase.lines.slice(-2).every(isBlank)) phase.lines.pop();
      if (!phase.lines.length || !isBlank(phase.lines.at(-1))) phase.lines.push(newLine());
      if (phase !== this.phases.at(-1)) phase.weeks ??= WEEKS;
    }
  }

  payload() {
    const phases = this.phases.map(({ id: _id, ...phase }) => ({ ...phase, lines: phase.lines.filter((line) => !isBlank(line)) }));
    const known = JSON.stringify(this.now.rules) === this.storedRules;
    return structuredClone({ phases, rules: known ? null : this.now.rules });
  }

  // Takes over what the server holds, as one change that can be undone.
  take(answer) {
    this.past.push({ now: structuredClone(this.now), focus: null });
    this.future = [];
    this.typing = null;
    this.read(answer);
    this.dispatchEvent(new Event("change"));
  }

  read(answer) {
    const known = this.phases;
    this.now.phases = answer.phases.map((given, place) => {
      const phase = { ...newPhase(given), id: known[place]?.id ?? newKey() };
      phase.lines = given.lines.map((line) => ({ ...newLine(line), key: line.key }));
      return phase;
    });
    this.now.rules = answer.rules;
    this.storedRules = JSON.stringify(answer.rules);
    this.answer = answer;
    for (const phase of answer.phases) for (const line of phase.lines) this.told.set(line.key, { ...line, asked: line.text });
    this.tidy();
  }

  // The answer to what was sent. Text that was written meanwhile stays; what stands as it was sent is put in order.
  learn(answer, sent, focused) {
    const asked = new Map(sent.phases.flatMap((phase) => phase.lines).map((line) => [line.key, line]));
    this.answer = answer;
    this.storedRules = JSON.stringify(sent.rules ?? answer.rules);
    for (const line of answer.phases.flatMap((phase) => phase.lines)) {
      const was = asked.get(line.key);
      this.told.set(line.key, { ...line, asked: was?.text ?? line.text, was, settle: true });
      if (line.key !== focused || line.key === this.settling) this.settle(line.key);
    }
    this.settling = null;
    this.dispatchEvent(new Event("told"));
  }

  // The text in its usual form, once nobody is writing in it: the caret would jump.
  settle(key) {
    const told = this.told.get(key);
    const found = told?.settle && told.was && this.find(key);
    if (!found || !same(found.line, told.was)) return false;
    Object.assign(found.line, pick(FIELDS, { ...told, answer: "" }));
    told.settle = false;
    return true;
  }
}
