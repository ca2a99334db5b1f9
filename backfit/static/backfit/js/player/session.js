// One session from the first step to the last: it ticks, sounds, asks, and keeps where it is after each step.
import { Awake, buzz } from "./awake.js";
import { moment } from "./clock.js";
import { Instead } from "./instead.js";
import { withSteps } from "./keeping.js";
import { say } from "./page.js";
import { Playing } from "./playing.js";
import { ask, askPain, askReason, tellHow, tellSevere, tellZone } from "./sheets.js";
import { settingsForm } from "./settings_form.js";
import { Sound } from "./sound.js";
import { sideWords, Stage } from "./stage.js";
import { Voice } from "./voice.js";
import { limitsOf, zoneOf } from "./zones.js";

const TICK = 100;
const BUZZ = { step: 60, rest: [60, 60, 60] };

export class Session {
  // `keep` takes a snapshot after each step, `ended` is called once, with whether all of it was led through.
  constructor({ lines, kept, pictures, settings, others, keep, ended }) {
    this.playing = new Playing(lines, kept);
    // Whether what to do about severe pain was shown and answered, so that it is not asked twice about the same pain.
    this.warned = Boolean(kept?.warned);
    Object.assign(this, { pictures, settings, keep, ended });
    this.instead = new Instead({ playing: this.playing, pictures, settings, others });
    this.sound = new Sound(settings);
    this.voice = new Voice(settings);
    this.awake = new Awake((refused) => this.tellScreen(refused));
    this.stage = new Stage(this.playing, pictures, settings, (what) => this.press(what));
    this.busy = false;
    this.onKey = (event) => this.key(event);
    this.onHidden = () => this.hidden();
  }

  get line() {
    return this.playing.lines[this.playing.line];
  }

  // Wants to be called from a touch, so that the browser lets it be heard.
  begin() {
    this.sound.unlock();
    this.awake.hold();
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("visibilitychange", this.onHidden);
    navigator.mediaSession?.setActionHandler("pause", () => this.pause());
    navigator.mediaSession?.setActionHandler("play", () => this.go());
    this.ticking = setInterval(() => this.tick(), TICK);
    this.go();
  }

  stop() {
    clearInterval(this.ticking);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("visibilitychange", this.onHidden);
    this.awake.release();
    this.sound.stop();
    this.voice.stop();
  }

  tellScreen(refused) {
    this.stage.view.querySelector("[data-note]").textContent = refused ? say("screen") : "";
  }

  tick() {
    const over = this.playing.tick(moment());
    if (over === "interrupted") this.interrupted();
    else if (over) this.stepped();
    else this.stage.drawTime();
  }

  // A new step has begun, by the clock or by hand.
  stepped() {
    this.save();
    if (this.playing.state === "ended") {
      this.finish();
      return;
    }
    this.stage.draw();
    this.sounds();
  }

  save() {
    this.keep({ ...this.playing.snapshot(), warned: this.warned });
  }

  sounds() {
    this.sound.hush();
    const { playing } = this;
    const step = playing.current;
    if (playing.state !== "running") return;
    if (this.before?.kind === "rep" && !step.work) this.sound.play("end");
    this.before = step;
    if (playing.elapsed < 0) this.sound.countDown(-playing.elapsed, "start");
    else if (step.kind === "rep") this.sound.play("rep");
    else if (step.kind !== "ask") this.sound.countDown(playing.left, step.work && step.kind !== "move" ? "end" : "start");
    if (!(step.rep > 1)) buzz(this.settings, step.kind === "rest" ? BUZZ.rest : BUZZ.step);
    this.speak(step);
  }

  speak(step) {
    if (step.kind === "rep" && step.rep > 1) this.voice.say(String(step.rep));
    else if (step.kind === "move") this.voice.say(step.rep > 1 ? String(step.rep) : sideWords(this.line, step));
    else if (step.kind === "hold" && step.rep > 1) this.voice.say(say("hold"));
    else this.voice.say(this.stage.sentence());
  }

  go() {
    if (this.busy || this.playing.state === "running") return;
    this.sound.unlock();
    this.playing.go(moment());
    this.stage.draw();
    this.sounds();
  }

  pause() {
    this.playing.pause();
    this.sound.hush();
    this.voice.stop();
    this.save();
    this.stage.draw();
  }

  press(what) {
    const does = {
      pause: () => (this.playing.state === "running" ? this.pause() : this.go()),
      next: () => this.next(),
      back: () => this.back(),
      hurts: () => this.asking(() => this.hurts()),
      skip: () => this.asking(() => this.skip()),
      easier: () => this.asking(() => this.easier()),
      how: () => this.asking(() => this.how()),
      settings: () => this.asking(() => this.showSettings()),
      leave: () => this.asking(() => this.leave()),
    };
    does[what]();
  }

  // What comes next begins at once, also out of a pause.
  next() {
    if (this.busy) return;
    this.sound.unlock();
    this.playing.next();
    if (this.playing.state !== "ended") this.playing.start(moment());
    this.stepped();
  }

  // Whoever goes back needs a moment to get there.
  back() {
    if (this.busy) return;
    this.playing.pause();
    this.playing.back();
    this.save();
    this.go();
  }

  key(event) {
    if (this.busy || event.altKey || event.ctrlKey || event.metaKey) return;
    const backward = getComputedStyle(document.body).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const forward = backward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const what = { " ": "pause", [forward]: "next", [backward]: "back" }[event.key];
    if (!what || (event.key === " " && event.target.closest("button, a, input, select"))) return;
    event.preventDefault();
    this.press(what);
  }

  // While something is asked the time stands still. The answer says "go", "stay" or "finish"; where it says nothing,
  // it goes on as it was.
  async asking(question) {
    if (this.busy) return;
    const ran = this.playing.state === "running";
    this.pause();
    this.busy = true;
    const then = (await question()) ?? (ran ? "go" : "stay");
    this.busy = false;
    if (then === "finish" || this.playing.state === "ended") this.finish();
    else if (then === "go") this.go();
  }

  // Nobody was led for a while: the device slept, or a call came.
  async interrupted() {
    await this.asking(async () => ((await ask("away")) === "finish" ? "finish" : "go"));
  }

  // Out of sight it goes on as long as it can be heard: that is a phone in a pocket. Unheard there is nobody to lead.
  hidden() {
    this.save();
    if (document.visibilityState === "hidden") {
      this.waits = this.playing.state === "running" && !this.sound.isOn;
      if (this.waits) this.pause();
    } else if (this.waits) {
      this.waits = false;
      this.interrupted();
    } else {
      this.tick();
    }
  }

  async easier() {
    await this.instead.choose();
    this.save();
    this.stage.draw();
  }

  async how() {
    await tellHow(this.line.item);
  }

  async showSettings() {
    await ask("settings", (dialogue) => {
      const form = settingsForm(this.settings, (name) => this.changed(name));
      dialogue.querySelector("[data-settings]").replaceChildren(form);
    });
    this.repace();
  }

  changed(name) {
    if (name === "sound") {
      if (this.settings.sound) this.sound.unlock();
      else this.sound.hush();
    }
    this.stage.draw();
  }

  // A new pace is for what has not begun yet; what was done keeps the steps it was done in.
  repace() {
    const { lines, records, line } = this.playing;
    lines.forEach((one, place) => {
      const untouched = !Object.keys(records[place].ran).length && !Object.keys(records[place].ended).length;
      if (place > line && untouched) lines[place] = withSteps(one, this.pictures, this.settings);
    });
  }

  async leave() {
    const answer = await ask("leave");
    if (answer === "later") {
      location.assign("/today/");
      return "stay";
    }
    return answer === "finish" ? "finish" : undefined;
  }

  async hurts() {
    const pain = await askPain();
    return pain === null ? undefined : this.painful(pain);
  }

  // What the zone of this pain asks for, on the spot.
  async painful(pain) {
    const { line } = this;
    this.told(pain);
    const zone = zoneOf(pain, limitsOf(line));
    if (zone === "severe") {
      this.leaveLine("pain");
      await tellSevere(line.clinic);
      this.warned = true;
      return "finish";
    }
    if (zone === "stop") this.leaveLine("pain");
    const answer = await tellZone(zone, line.clinic);
    if (answer === "leave") this.leaveLine("pain");
    return answer === "finish" ? "finish" : "go";
  }

  // Kept before the advice is read: whoever closes the page then has still said it.
  told(pain) {
    this.playing.record.pain = Math.max(this.playing.record.pain ?? 0, pain);
    this.save();
  }

  async skip() {
    const code = await askReason();
    if (!code) return undefined;
    if (code === "pain") {
      const pain = await askPain();
      const zone = pain === null ? "" : zoneOf(pain, limitsOf(this.line));
      if (zone === "stop" || zone === "severe") return this.painful(pain);
      if (pain !== null) this.told(pain);
    }
    if (await this.instead.offer(code)) this.save();
    else this.leaveLine(code);
    return "go";
  }

  leaveLine(code) {
    this.playing.record.because = code;
    this.playing.leave();
    this.save();
  }

  finish() {
    if (this.isOver) return;
    this.isOver = true;
    const whole = this.playing.state === "ended";
    this.playing.pause();
    this.save();
    this.stop();
    this.ended(whole);
  }
}
