// How a break is announced: two soft notes, a notification, a short buzz, and the title of the tab.
const VOLUME = 0.08;
let audio = null;
let shownHere = null;

// Browsers let a page sound only after somebody has touched it, so this belongs into the handler of a tap.
export function warmUp() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context) return;
  audio ??= new Context();
  if (audio.state === "suspended") audio.resume().catch(() => {});
}

function note(frequency, start) {
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.frequency.value = frequency;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.05);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 1.2);
  tone.connect(gain).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 1.3);
}

export function chime(frequencies = [523, 659]) {
  if (!audio) return;
  frequencies.forEach((frequency, index) => note(frequency, audio.currentTime + index * 0.35));
}

export const buzz = () => navigator.vibrate?.([120, 80, 120]);

export const mayNotify = () => "Notification" in window && Notification.permission === "granted";

// On a tap only. Gives "granted", "denied", "default" (closed without an answer) or "none" where there are none.
export async function askToNotify() {
  if (!("Notification" in window)) return "none";
  return Notification.requestPermission();
}

// A phone shows notifications through a service worker only; elsewhere the page can do it by itself.
export async function notify(title, body) {
  if (!mayNotify()) return;
  const options = { body, tag: "backfit-break", data: { url: location.pathname } };
  const worker = await navigator.serviceWorker?.getRegistration?.();
  try {
    if (worker?.active) {
      await worker.showNotification(title, options);
      return;
    }
    shownHere = new Notification(title, options);
    shownHere.onclick = () => window.focus();
  } catch {
    // The page itself says it too.
  }
}

export async function withdrawNotices() {
  shownHere?.close();
  shownHere = null;
  const worker = await navigator.serviceWorker?.getRegistration?.();
  const shown = (await worker?.getNotifications?.({ tag: "backfit-break" })) ?? [];
  shown.forEach((notice) => notice.close());
}
