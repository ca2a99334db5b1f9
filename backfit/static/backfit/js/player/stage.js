// What is seen while somebody exercises: the picture, the step, the time left. It draws; it decides nothing.
import { wayOut } from "./instead.js";
import { announce, part, pieceOf, say, write } from "./page.js";

const RING = 100;

export class Stage {
  constructor(playing, pictures, settings, press) {
    this.playing = playing;
    this.pictures = pictures;
    this.settings = settings;
    this.view = pieceOf("view-stage");
    this.view.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) press(button.dataset.do);
    });
  }

  get line() {
    return this.playing.lines[this.playing.line];
  }

  // After each step, and whenever it pauses or goes on.
  draw() {
    const { playing, view, line } = this;
    const step = playing.current;
    if (!step) return;
    view.dataset.kind = playing.elapsed < 0 ? "ready" : step.kind;
    view.dataset.state = playing.state;
    const counts = { line: playing.line + 1, lines: playing.lines.length };
    write(view, {
      count: say("count", counts),
      name: line.item.name,
      side: sideWords(line, step),
      set: step.sets > 1 ? say("set", step) : "",
      cue: cueOf(line, step),
      "next-words": say(step.kind === "ask" ? "done" : "next"),
      "pause-words": say(playing.state === "running" ? "pause" : "play"),
    });
    const way = wayOut(line, playing.record);
    part(view, "easier").hidden = !way;
    part(view, "easier").textContent = way && say(`way-${way}`);
    part(view, "pause-icon").hidden = playing.state !== "running";
    part(view, "play-icon").hidden = playing.state === "running";
    this.pictures.show(part(view, "picture"), line.item, step.side);
    this.drawTime();
    announce(this.sentence());
  }

  // Each tick.
  drawTime() {
    const { playing, view } = this;
    const step = playing.current;
    if (!step) return;
    const { kind, number, of } = timeOf(step, playing);
    write(view, { kind, number, of });
    part(view, "number").toggleAttribute("data-long", number.length > 3);
    const whole = playing.elapsed < 0 ? 3 : step.seconds;
    const left = playing.elapsed < 0 ? -playing.elapsed : playing.left;
    const share = whole ? Math.min(1, left / whole) : 1;
    part(view, "ring").setAttribute("stroke-dasharray", `${(RING * share).toFixed(2)} ${RING}`);
    part(view, "share").setAttribute("width", (100 * playing.share).toFixed(2));
  }

  // What a listener hears of the step.
  sentence() {
    const { playing, line } = this;
    const step = playing.current;
    if (playing.state !== "running") return say("paused");
    const words = [];
    if (step.kind === "ready") words.push(line.item.name, line.item.dose_words_today ?? line.item.dose_words);
    if (step.kind === "switch" || step.kind === "rest") words.push(say(step.kind));
    if (step.kind !== "rest" && !(step.rep > 1)) words.push(sideWords(line, step));
    if (step.work && step.sets > 1 && !(step.rep > 1)) words.push(say(step.set === step.sets ? "last-set" : "set", step));
    if (step.kind === "hold" && !(step.rep > 1)) words.push(say("hold"));
    return words.filter(Boolean).join(". ");
  }
}

export function sideWords(line, step) {
  if (step.side) return say(step.side);
  return line.item.dose.side === "alternating" ? say("both") : "";
}

// The words around the number, and the number.
export function timeOf(step, playing) {
  const { elapsed, left } = playing;
  if (elapsed < 0) return { kind: say("ready"), number: clockFace(-elapsed), of: "" };
  if (step.kind === "rep") {
    return { kind: partOf(step, elapsed) || say("rep"), number: String(step.rep), of: say("rep-of", step) };
  }
  if (step.kind === "ask") {
    const of = step.reps ? say("times", { reps: rangeOf(step) }) : "";
    return { kind: say("ask"), number: clockFace(elapsed, Math.floor), of };
  }
  const of = step.rep ? say("hold-rep", step) : "";
  return { kind: partOf(step, elapsed) || say(step.kind), number: clockFace(left), of };
}

function rangeOf(step) {
  return step.fewest && step.fewest !== step.reps ? `${step.fewest}–${step.reps}` : step.reps;
}

// The part of the tempo that it is at.
function partOf(step, elapsed) {
  let until = 0;
  for (const one of step.parts ?? []) {
    until += one.seconds;
    if (elapsed < until) return say(one.word === "pause" ? "pause-part" : one.word);
  }
  return "";
}

export function clockFace(seconds, rounded = Math.ceil) {
  const whole = Math.max(0, rounded(seconds - (rounded === Math.ceil ? 1e-6 : 0)));
  return whole < 100 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// The first step of the description while getting ready, the others by and by: in a rest there is time to read.
function cueOf(line, step) {
  const { steps = [], note } = line.item;
  if (step.kind === "ready") return note || steps[0] || "";
  if (step.extra) return say("enough");
  if (step.kind === "ask" && !step.reps) return say("until-tap");
  return steps[1 + ((step.set - 1) % Math.max(1, steps.length - 1))] ?? steps[0] ?? "";
}
