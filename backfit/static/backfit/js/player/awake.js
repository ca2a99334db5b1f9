// Keeps the screen on while somebody exercises. The system may refuse, and takes it back when the page is hidden.
export class Awake {
  constructor(refused) {
    this.refused = refused;
    this.lock = null;
    this.wanted = false;
    document.addEventListener("visibilitychange", () => {
      if (this.wanted && document.visibilityState === "visible") this.ask();
    });
  }

  async hold() {
    this.wanted = true;
    await this.ask();
  }

  async ask() {
    try {
      this.lock = await navigator.wakeLock.request("screen");
      this.refused(false);
    } catch {
      this.refused(true);
    }
  }

  release() {
    this.wanted = false;
    this.lock?.release().catch(() => {});
    this.lock = null;
  }
}

export function buzz(settings, pattern) {
  if (settings.vibrate) navigator.vibrate?.(pattern);
}
