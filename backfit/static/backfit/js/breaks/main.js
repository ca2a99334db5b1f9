// Runs the breaks of a day in a tab that may lie in the background.
// What holds: the worker's clock ticks once a second whatever the page's own timers do, each tick works out the state
// from the time of day (schedule.js), and coming back to the tab works it out at once. What cannot hold: while the
// computer sleeps, or the browser has frozen or closed the tab, nothing runs; then one cue comes on waking.
import { buzz, chime, notify, warmUp, withdrawNotices } from "./cues.js";
import { nothingToKeep, openKeeping } from "./keeping.js";
import * as schedule from "./schedule.js";
import { SettingsForm, chosen, toKeep } from "./settings.js";
import { storeOf } from "./store.js";
import { View, say } from "./view.js";
import { scriptAt } from "../trusted.js";

const root = document.getElementById("breaks");
const start = JSON.parse(document.getElementById("breaks-start").textContent);
const store = storeOf(start.owner);
const view = new View(root);
// A night shift asks for the page of the day on which it began.
const pageDay = new URLSearchParams(location.search).get("day") ?? schedule.dayOf(Date.now());
const keeping = start.habits.some((habit) => habit.program) ? await openKeeping(start.owner) : nothingToKeep;

let choice = chosen(start.habits, store.settings(), start.asked);
let log = null;
let unsent = 0;
let tapped = navigator.userActivation?.hasBeenActive ?? false;
// What the server counted when the page was made and this browser does not know of: other devices, forms.
let elsewhere = {};

const doneOf = (habit) => schedule.doneOf(log, habit.key) + (elsewhere[habit.key] ?? 0);

function paint() {
  const now = Date.now();
  const state = schedule.stateOf(choice.times, log, now);
  const runs = !["off", "over", "muted"].includes(state.phase);
  const wantsTap = runs && choice.sound && !tapped;
  view.paint({ state, settings: choice.times, log, habit: choice.habit, done: doneOf(choice.habit), unsent, wantsTap }, now);
  for (const line of document.querySelectorAll("[data-done-of]")) {
    const habit = start.habits.find((each) => each.key === line.dataset.doneOf);
    const text = say("tally", { done: doneOf(habit), times: habit.times });
    if (line.textContent !== text) line.textContent = text;
  }
}

// The log may have been changed by another tab since, so each change begins with what is stored.
async function change(step = (current) => current) {
  const now = Date.now();
  const changed = await store.change((kept) => {
    const looked = schedule.look(choice.times, kept, now);
    return { log: step(looked.log, now), rings: looked.rings };
  });
  log = changed.log;
  return changed;
}

async function tick() {
  const { rings } = await change();
  if (log.taking && !refused && Date.now() >= log.taking.at + log.taking.seconds * 1000) await finish(true);
  paint();
  if (rings) await ring();
  followDay();
}

// The day's plan is another one; the run of the day before is over. By the hours that are kept here, for the calendar's
// day may have no breaks of the program and so no hours of its own.
function followDay() {
  const day = schedule.dayOf(Date.now(), store.settings()?.own ?? choice.times);
  if (day === pageDay || start.owner === "visitor" || !navigator.onLine) return;
  const address = new URL(location.href);
  address.searchParams.delete("day");
  if (day !== schedule.dayOf(Date.now())) address.searchParams.set("day", day);
  location.replace(address);
}

async function ring() {
  const stopped = keeping.isStopped().catch(() => false);
  stopped.then((isStopped) => isStopped && location.reload());
  // A network that hangs does not hold up the break.
  if (await Promise.race([stopped, new Promise((done) => setTimeout(done, 2000))])) return;
  if (choice.sound) chime();
  buzz();
  if (choice.notify && !document.hasFocus()) await notify(say("due"), say("notice", { name: choice.habit.name }));
}

let finishing = false;
// A break that this device had no room for; "Done" tries it again as it was.
let refused = null;

function taken(timed) {
  const { at, seconds } = log.taking;
  const told = timed ? seconds : Math.min(seconds, Math.max(0, Math.round((Date.now() - at) / 1000)));
  return { at, seconds: told, timed };
}

async function finish(timed) {
  if (finishing || !log.taking) return;
  finishing = true;
  const told = refused ?? taken(timed);
  try {
    await count(start.habits.find((each) => each.key === log.taking.what) ?? choice.habit, told);
    refused = null;
    if (timed && choice.sound) chime([659, 523]);
  } catch {
    refused = told;
    view.complain(say("fault"));
  } finally {
    finishing = false;
  }
}

// On the device first: what is shown as counted cannot be lost any more.
async function count(habit, taken) {
  const day = schedule.dayOf(taken.at, choice.times);
  if (habit.program) await keeping.keep(habit, { ...taken, day });
  await change((current, now) => schedule.finish(current, now, habit.key));
  view.complain("");
  view.announce(say("counted"));
  send();
}

async function send() {
  await keeping.send().catch(() => 0);
  unsent = await keeping.unsent().catch(() => unsent);
  paint();
}

const actions = {
  start: () => change((current, now) => schedule.start(current, now)),
  stop: () => change(schedule.stop),
  mute: () => change(schedule.mute),
  unmute: () => change(schedule.unmute),
  goOn: () => change(schedule.goOn),
  begin: () => change((current, now) => schedule.begin(current, now, choice.habit.seconds, choice.habit.key)),
  finish: () => finish(false),
  dismiss: () => {
    refused = null;
    view.complain("");
    return change((current, now) => schedule.dismiss(current, now));
  },
  snooze: (button) => change((current, now) => schedule.snooze(current, now, Number(button.dataset.minutes))),
  asOften: () => change(schedule.asOften),
  keepSlower: () => change(schedule.keepSlower),
};

root.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  warmUp();
  withdrawNotices().catch(() => {});
  await actions[button.dataset.do](button);
  paint();
});

for (const form of document.querySelectorAll("[data-took]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const habit = start.habits.find((each) => each.key === form.dataset.took);
    count(habit, { at: Date.now(), seconds: null, timed: false }).then(paint, () => form.submit());
  });
}

const form = new SettingsForm(document.getElementById("breaks-settings"), start.habits, (next) => {
  choice = next;
  store.keepSettings(toKeep(choice));
  form.fill(choice);
  paint();
});

function runClock() {
  try {
    const clock = new Worker(scriptAt(root.dataset.clock));
    clock.onmessage = tick;
    clock.onerror = () => setInterval(tick, 1000);
  } catch {
    setInterval(tick, 1000);
  }
  for (const sign of ["focus", "pageshow", "online"]) window.addEventListener(sign, tick);
  for (const sign of ["visibilitychange", "resume"]) document.addEventListener(sign, tick);
  window.addEventListener("online", send);
  for (const sign of ["pointerdown", "keydown"]) {
    document.addEventListener(sign, () => { tapped = true; warmUp(); }, { once: true });
  }
}

await change();
elsewhere = Object.fromEntries(
  start.habits.map((habit) => [habit.key, Math.max(0, habit.done - schedule.doneOf(log, habit.key))]),
);
form.fill(choice);
paint();
root.hidden = false;
form.form.hidden = false;
runClock();
followDay();
send();
