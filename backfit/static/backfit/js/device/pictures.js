// The pictures of a copy, kept as text beside it. Their addresses name what they show and never change.
import { PATIENCE } from "./copying.js";
import { Full } from "./store.js";

const PICTURE = "picture ";

// The stills first: they are small, and pages show them first.
function addresses(copy) {
  const pictures = Object.values(copy.pictures);
  const all = [...pictures.map((picture) => picture.still), ...pictures.flatMap((picture) => Object.values(picture.sides))];
  return [...new Set(all.filter(Boolean))];
}

// Those that the program shows no more go, so that years of programs do not fill the device. Without room for all of
// them the rest is left out: the words are there.
export async function keepPictures(device, copy) {
  const wanted = addresses(copy).map((address) => PICTURE + address);
  const here = await names(device);
  await pageIsThere();
  for (const name of here) if (!wanted.includes(name)) await device.remove(name);
  for (const name of wanted) {
    if (here.includes(name)) continue;
    const svg = await fetchPicture(name.slice(PICTURE.length));
    try {
      if (svg) await device.save(name, svg);
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
