// The player: what to play, then the session, then how it was. See programs/device.py for where its data come from.
import { whoIsSignedIn } from "../device/copying.js";
import { openDevice, personHere } from "../device/device.js";
import { dayOf, dueOn, lineOf } from "./due.js";
import { askEnd, keepAll, showSaved } from "./end.js";
import { hasBegun, Keeper, newSession, withSteps } from "./keeping.js";
import { dayInWords, say, show, showMessage } from "./page.js";
import { Pictures } from "./pictures.js";
import { Session } from "./session.js";
import { readSettings } from "./settings.js";
import { dressPage } from "./settings_form.js";
import { showStart } from "./start.js";
import { bodiesOf } from "./told.js";
import { isStopped } from "./zones.js";

const PATIENCE = 4000;
const settings = readSettings();
const asked = new URLSearchParams(location.hash.slice(1));
const today = { url: "/today/", words: say("today") };

// The device of who is signed in, and its copy. Where the network is slow, the copy of before is good enough; where the
// server says that nobody is signed in, whoever looks may be somebody else, and gets none.
async function openCopy() {
  const device = await openDevice(personHere() ?? (await whoIsSignedIn())?.person);
  if (!device) return { device: null, copy: null };
  const kept = await device.copy();
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  const coming = device.refresh({ pictures: "later" });
  const fresh = await (kept ? Promise.race([coming, patience]) : coming);
  if (fresh) return { device, copy: fresh };
  // No network, signed out, or somebody else by now: then the copy that is here is not theirs.
  const who = await whoIsSignedIn();
  if (!who || who.person === device.person) return { device, copy: kept };
  if (!who.person) return { device: null, copy: null };
  const theirs = await openDevice(who.person);
  return { device: theirs, copy: await theirs.refresh({ pictures: "later" }) };
}

async function playProgram() {
  const { device, copy } = await openCopy();
  if (!copy) {
    showMessage(navigator.onLine ? signIn() : noNetwork("offline-text"));
    return;
  }
  const keeper = new Keeper(device);
  const due = dueOn(copy, dayOf(), await device.unsent(), { short: asked.has("short") });
  const half = copy.stopped ? null : await halfOf(device, keeper);
  const pictures = new Pictures(device, copy.pictures, settings);
  const world = { device, keeper, pictures, groups: due.groups, chosen: (await device.read("choices")) ?? {} };
  if (half) showHalf(world, half);
  else if (due.state === "due") showBeginning(world, due);
  else showMessage(nothingDue(due));
}

// What was begun and not told yet. Were it named in the queue, it was told, and the page was closed a moment too soon.
async function halfOf(device, keeper) {
  const half = await keeper.read();
  if (!half || !hasBegun(half)) return null;
  const told = (await device.unsent()).some((entry) => Object.values(half.uuids).includes(entry.uuid));
  if (!told) return half;
  await keeper.forget();
  return null;
}

function signIn() {
  const actions = [
    { url: `/accounts/login/?next=${location.pathname}`, words: say("signin") },
    { url: "/exercises/", words: say("catalogue"), soft: true },
  ];
  return { title: say("signin-title"), text: say("signin-text"), actions };
}

function noNetwork(text) {
  const actions = [{ press: () => location.reload(), words: say("retry") }, { ...today, soft: true }];
  return { title: say("offline-title"), text: say(text), actions };
}

function nothingDue({ state, next }) {
  if (state === "outdated") return noNetwork("outdated-text");
  if (state === "stopped") {
    const actions = [{ url: "/safety/", words: say("safety") }, { ...today, soft: true }];
    return { title: say("stopped-title"), text: say("stopped-text"), actions };
  }
  if (state === "screen") {
    const actions = [{ url: "/before-you-start/?then=play", words: say("screen") }, { ...today, soft: true }];
    return { title: say("screen-title"), text: say("screen-text"), actions };
  }
  const then = next ? ` ${say("next-day", { day: dayInWords(next) })}` : "";
  return { title: say(`${state}-title`), text: say(`${state}-text`) + then, actions: [today] };
}

// Before anything new begins, so that nothing that was done is written over. A session of an earlier day can no longer
// be gone on with, but what was done then counts.
function showHalf(world, half) {
  const earlier = half.day !== dayOf();
  const save = { press: () => end(world, half, { whole: false, earlier }), words: say("finish") };
  if (earlier) {
    const drop = { press: () => world.keeper.forget().then(() => location.reload()), words: say("forget"), soft: true };
    const title = say("finish-title", { day: dayInWords(half.day) });
    showMessage({ title, text: say("finish-text"), actions: [save, drop] });
    return;
  }
  // After the last step, and after severe pain, there is nothing to go on with but to tell how it was.
  const whole = half.line >= half.lines.length;
  if (whole || isStopped(half)) {
    end(world, half, { whole });
    return;
  }
  const go = { press: () => play(world, half), words: say("resume") };
  const text = say("resume-text", { name: half.lines[half.line].item.name });
  showMessage({ title: say("resume-title"), text, actions: [go, { ...save, soft: true, words: say("finish-now") }] });
}

function showBeginning(world, due) {
  showStart({
    groups: due.groups,
    isShort: due.isShort,
    pictures: world.pictures,
    settings,
    chosen: world.chosen,
    begin: (lines) => begin(world, lines, due.isShort),
  });
}

async function begin(world, lines, short) {
  const choices = Object.fromEntries(
    world.groups.filter((group) => group.choice).map((group) => [group.choice, lines.find((line) => group.lines.includes(line))?.key]),
  );
  world.device?.save("choices", choices).catch(() => {});
  play(world, newSession(lines.map((line) => withSteps(line, world.pictures, settings)), short));
}

function play(world, session) {
  const playing = new Session({
    lines: session.lines,
    kept: session.records ? session : null,
    pictures: world.pictures,
    settings,
    others: (line) => othersOf(world, line),
    keep: (snapshot) => world.keeper.save(Object.assign(session, snapshot)),
    ended: (whole) => end(world, session, { whole }),
  });
  show(playing.stage.view);
  playing.begin();
}

function othersOf({ groups }, line) {
  const group = groups.find((one) => one.choice && one.lines.some((other) => other.key === line.key));
  return group ? group.lines.filter((other) => other.key !== line.key) : [];
}

async function end(world, session, { whole, earlier = false }) {
  if (!world.device) {
    showMessage({ title: say(whole ? "end-title" : "bye-title"), text: say("end-public"), actions: [world.leave] });
    return;
  }
  let bodies = [];
  const keep = (told) => {
    bodies = bodiesOf(session, told);
    return keepAll(world, bodies);
  };
  const told = await askEnd(session, { whole, earlier, more: !whole && !earlier && !isStopped(session), keep });
  if (!told) {
    play(world, session);
    return;
  }
  await world.keeper.forget();
  await showSaved(world.device, session, told, bodies);
}

// One exercise, or a routine; nothing of it is recorded.
async function playAny(address, leave) {
  const found = await fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  if (!found || !Object.keys(found.items).length) {
    const actions = [{ url: "/exercises/", words: say("catalogue") }];
    showMessage({ title: say("missing-title"), text: say("missing-text"), actions });
    return;
  }
  const program = { id: "", clinic: null, rules: null, limits: null };
  const groups = groupsIn(found.items, program);
  const pictures = new Pictures(null, found.pictures, settings);
  const back = { ...leave, url: found.url ?? leave.url };
  const world = { device: null, keeper: new Keeper(null), pictures, groups, leave: back };
  const begun = (lines) => begin(world, lines, false);
  showStart({ groups, title: found.name, isShort: false, pictures, settings, leave: back, begin: begun, phases: phasesOf(found) });
}

// Of a choice one is done, as in a program.
function groupsIn(items, program) {
  const groups = new Map();
  for (const [key, item] of Object.entries(items)) {
    const name = item.choose ? `choice ${item.choose}` : `item ${key}`;
    const group = groups.get(name) ?? { choice: item.choose ?? "", lines: [] };
    groups.set(name, { ...group, lines: [...group.lines, lineOf(program, key, item)] });
  }
  return [...groups.values()];
}

// Its phases to change between, where there are several.
function phasesOf({ phases = [], phase }) {
  if (phases.length < 2) return [];
  return phases.map(({ number, name }) => ({
    url: `#${new URLSearchParams({ routine: asked.get("routine"), phase: number })}`,
    words: name || say("phase", { number }),
    isHere: number === phase,
  }));
}

function main() {
  dressPage(settings);
  document.getElementById("wait").hidden = false;
  const [exercise, routine] = [asked.get("exercise"), asked.get("routine")].map((name) => name && encodeURIComponent(name));
  if (exercise) return playAny(`/exercises/${exercise}/play/`, { url: `/exercises/${exercise}/`, words: say("back-exercise") });
  if (routine) {
    const query = new URLSearchParams({ phase: asked.get("phase") ?? 1 });
    return playAny(`/routines/${routine}/play/?${query}`, { url: `/routines/${routine}/`, words: say("back-routine") });
  }
  return playProgram();
}

window.addEventListener("hashchange", () => location.reload());
main();
