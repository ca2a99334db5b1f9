// Beeps made by code, so that there is nothing to load. Those of a step are handed to the audio clock when the step
// begins: a throttled tab is late with its ticks, the audio clock is not.
const VOLUME = 0.25;
// Too low and too soft to be heard; it keeps the audio alive, and with it the page, while the screen is off.
const ALIVE = { hertz: 20, volume: 0.003 };
const NOTES = { count: [660, 0.09], start: [990, 0.25], end: [440, 0.35], rep: [560, 0.05] };

export class Sound {
  constructor(settings) {
    this.settings = settings;
    this.context = null;
    this.ahead = [];
  }

  // Browsers let a page be heard only after a touch, so this wants to be called from one.
  unlock() {
    if (!this.settings.sound || !window.AudioContext) return;
    if (this.context) {
      this.context.resume().catch(() => {});
      return;
    }
    this.context = new AudioContext();
    const [tone] = this.tone(ALIVE.hertz, ALIVE.volume);
    tone.start();
    this.alive = tone;
  }

  tone(hertz, volume) {
    const tone = this.context.createOscillator();
    const gain = this.context.createGain();
    tone.frequency.value = hertz;
    gain.gain.value = volume;
    tone.connect(gain).connect(this.context.destination);
    return [tone, gain];
  }

  get isOn() {
    return this.settings.sound && this.context?.state === "running";
  }

  play(name, inSeconds = 0) {
    if (!this.isOn) return;
    const [hertz, seconds] = NOTES[name];
    const at = this.context.currentTime + Math.max(0, inSeconds);
    const [tone, gain] = this.tone(hertz, 0);
    gain.gain.setValueAtTime(VOLUME, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + seconds);
    tone.start(at);
    tone.stop(at + seconds);
    this.ahead.push(tone);
    tone.onended = () => {
      this.ahead = this.ahead.filter((other) => other !== tone);
    };
  }

  // Three, two, one, and the end of what has `seconds` left.
  countDown(seconds, end) {
    // In what is short the counting would be all there is to hear.
    for (const before of seconds >= 5 ? [3, 2, 1] : []) this.play("count", seconds - before);
    if (end) this.play(end, seconds);
  }

  // What was handed on and has not been heard yet is taken back: a pause, or a step that was left.
  hush() {
    for (const tone of this.ahead) tone.disconnect();
    this.ahead = [];
  }

  stop() {
    this.hush();
    this.context?.close().catch(() => {});
    this.context = null;
  }
}
