// The browser's own voice, where it has one that speaks the page's language; silent elsewhere.
export class Voice {
  constructor(settings, language = document.documentElement.lang) {
    this.settings = settings;
    this.language = language;
  }

  get voice() {
    const voices = window.speechSynthesis?.getVoices() ?? [];
    const base = this.language.split("-")[0];
    return voices.find((one) => one.lang.split(/[-_]/)[0] === base) ?? null;
  }

  say(text) {
    if (!this.settings.voice || !text || !window.speechSynthesis) return;
    const said = new SpeechSynthesisUtterance(text);
    said.lang = this.language;
    if (this.voice) said.voice = this.voice;
    // What comes late is worse than what is not said.
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }

  stop() {
    window.speechSynthesis?.cancel();
  }
}
