// How somebody likes to be led, kept on this device. It says nothing about who they are or what they do.
const NAME = "backfit-player";
export const USUAL = { sound: true, voice: false, vibrate: true, large: false, pace: 3, ready: 10, moving: null };

export function readSettings() {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return { ...USUAL };
  }
}

export function keepSettings(settings) {
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // Full or forbidden: they hold for this session.
  }
}
