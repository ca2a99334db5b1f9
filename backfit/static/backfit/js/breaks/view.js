// Draws a state of the breaks. Knows the page, and nothing of time but how to say it.
import { element, wordsIn } from "../page.js";
import { MINUTE, slots } from "./schedule.js";

const MOST_DOTS = 24;
const language = document.documentElement.lang;
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
export const words = wordsIn("breaks-words");
const pageTitle = document.title;

export const say = (key, values = {}) =>
  (words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const inMinutes = (minutes) => {
  const shown = minutes > 24 * 60 ? minutes - 24 * 60 : minutes;
  return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
};
const show = (node, visible) => { node.hidden = !visible; };
// A screen reader repeats what is written anew, so only what has changed is written.
const write = (node, text) => { if (node.textContent !== text) node.textContent = text; };

// What stands in the ring, and how much of it is filled, in percent.
function ringOf(state, settings, log, now) {
  const left = state.phase === "taking" ? log.taking.at + log.taking.seconds * 1000 - now : state.nextAt - now;
  if (state.phase === "taking") {
    return { ...timeLeft(left, true), percent: (100 * left) / (log.taking.seconds * 1000) };
  }
  if (state.phase === "due") return { count: words.now, unit: "", percent: 100 };
  if (state.phase === "waiting") return { ...timeLeft(left), percent: 100 - (100 * left) / (state.interval * MINUTE) };
  if (state.phase === "off" || state.phase === "before") return { count: state.interval, unit: words.minutes, percent: 0 };
  return { count: "–", unit: "", percent: 0 };
}

// Minutes until the last one, so that the page stays calm; a break itself counts its seconds.
function timeLeft(left, inSeconds = false) {
  const seconds = Math.max(0, Math.ceil(left / 1000));
  if (inSeconds && seconds > 90) return { count: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`, unit: "" };
  if (inSeconds || seconds < 60) return { count: seconds, unit: words.seconds };
  return { count: Math.ceil(seconds / 60), unit: words.minutes };
}

function titleOf(phase, ring) {
  if (phase === "due") return `${words["title-due"]} · ${pageTitle}`;
  return phase === "waiting" || phase === "taking" ? `${ring.count} ${ring.unit} · ${pageTitle}` : pageTitle;
}

export class View {
  constructor(root) {
    this.root = root;
    this.title = root.querySelector("#breaks-title");
    this.actions = root.querySelector("[data-actions]");
    this.phase = null;
  }

  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  paint({ state, settings, log, habit, done, unsent, wantsTap }, now) {
    const values = {
      next: clock.format(state.nextAt),
      opens: clock.format(state.opensAt),
      interval: state.interval,
      every: settings.every,
      from: inMinutes(settings.from),
      until: inMinutes(settings.until),
    };
    const ring = ringOf(state, settings, log, now);
    write(this.find("count"), String(ring.count));
    write(this.find("unit"), ring.unit);
    // A round end is a dot even where there is nothing to show.
    this.find("ring").toggleAttribute("hidden", ring.percent <= 0);
    this.find("ring").setAttribute("stroke-dasharray", `${Math.min(100, Math.max(0, ring.percent)).toFixed(1)} 100`);
    document.title = titleOf(state.phase, ring);
    write(this.title, say(state.phase, values));
    write(this.find("line"), say(`${state.phase}-line`, values));
    this.paintPhase(state, values);
    this.paintHabit(state.phase, habit);
    this.paintTally(habit, done, settings);
    show(this.find("unsent"), unsent > 0);
    write(this.find("unsent"), say("unsent", { n: unsent }));
    show(this.find("silent"), wantsTap);
  }

  paintPhase(state, values) {
    const held = this.root.contains(document.activeElement) ? document.activeElement : null;
    this.root.dataset.phase = state.phase;
    for (const button of this.actions.children) show(button, button.dataset.when.split(" ").includes(state.phase));
    show(this.find("slower"), state.isSlower && !["off", "over", "muted"].includes(state.phase));
    write(this.find("slower-line"), say("slower", values));
    write(this.find("as-often"), say("as-often", values));
    show(this.find("keep-slower"), state.asks);
    if (this.phase !== null && this.phase !== state.phase && state.phase === "due") {
      write(this.find("announce"), say("due"));
    }
    this.phase = state.phase;
    // Whoever works by keyboard goes on where the button that vanished has been.
    if (held?.closest("[hidden]")) (this.actions.querySelector("button:not([hidden])") ?? this.title).focus();
  }

  paintHabit(phase, habit) {
    for (const what of this.root.querySelectorAll("[data-habit]")) {
      show(what, what.dataset.habit === habit.key);
      show(what.querySelector("[data-steps]"), phase === "taking");
    }
  }

  paintTally(habit, done, settings) {
    const fitting = Math.min(slots(settings), settings.most ?? Infinity);
    const times = habit.program ? habit.times : fitting;
    write(this.find("tally"), say(done > times ? "tally-more" : "tally", { done, times }));
    const dots = this.find("dots");
    const wanted = Math.min(MOST_DOTS, Math.max(times, done));
    while (dots.children.length > wanted) dots.lastChild.remove();
    while (dots.children.length < wanted) dots.append(element("span", { className: "breaks__dot" }));
    [...dots.children].forEach((dot, index) => dot.classList.toggle("breaks__dot--done", index < done));
  }

  announce(text) {
    write(this.find("announce"), "");
    requestAnimationFrame(() => write(this.find("announce"), text));
  }

  complain(text) {
    write(this.find("fault"), text);
  }
}
