// The pictures of a copy, kept as text beside it. Their addresses name what they show and never change.
import { PATIENCE } from "./copying.js";
import { Full } from "./store.js";

const PICTURE = "picture ";

// The stills first: they are small, and pages show them first. What moves is ten times as large, and only the player
// shows it, the other side of it in a mirror.
function addresses(copy) {
  const pictures = Object.values(copy.pictures);
  const moving = pictures.flatMap(({ moving: one, sides }) => (one ? [one] : Object.values(sides)));
  const [first, later] = [pictures.map(({ still }) => still), moving].map((some) => some.filter(Boolean));
  return { wanted: [...new Set([...first, ...later])], first };
}

// Who has asked the browser to save data has nothing fetched ahead that is not needed; what is here stays.
function savesData() {
  return Boolean(globalThis.navigator?.connection?.saveData);
}

// Those that the program shows no more go, so that years of programs do not fill the device. Without room for all of
// them the rest is left out: the words are there.
export async function keepPictures(device, copy) {
  const { wanted, first } = addresses(copy);
  const here = await names(device);
  await pageIsThere();
  for (const name of here) if (!wanted.includes(name.slice(PICTURE.length))) await device.remove(name);
  for (const address of savesData() ? first : wanted) {
    if (here.includes(PICTURE + address)) continue;
    const svg = await fetchPicture(address);
    try {
      if (svg) await device.save(PICTURE + address, svg);
    } catch (error) {
      if (error instanceof Full) return;
      throw error;
    }
  }
}

// On a slow line what is looked at comes first.
async function pageIsThere() {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
}

async function names(device) {
  return (await device.store.names("kept")).filter((name) => name.startsWith(PICTURE));
}

async function fetchPicture(address) {
  try {
    // Of low priority: whoever looks at a page meanwhile comes first.
    const answer = await fetch(address, { redirect: "error", priority: "low", signal: AbortSignal.timeout(PATIENCE) });
    const isPicture = answer.ok && answer.headers.get("Content-Type")?.startsWith("image/svg+xml");
    return isPicture ? await answer.text() : null;
  } catch {
    return null;
  }
}

export async function pictureOf(device, address) {
  const svg = await device.read(PICTURE + address);
  return svg ? URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })) : address;
}

export function forgetPicture(device, address) {
  return device.remove(PICTURE + address);
}

export async function forgetPictures(device) {
  for (const name of await names(device)) await device.remove(name);
}
