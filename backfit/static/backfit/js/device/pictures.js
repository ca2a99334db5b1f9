// The pictures of a copy, kept as text beside it. Their addresses name what they show and never change.
const PICTURE = "picture ";

function addresses(copy) {
  const all = Object.values(copy.pictures).flatMap((picture) => [picture.still, ...Object.values(picture.sides)]);
  return [...new Set(all.filter(Boolean))];
}

export async function keepPictures(device, copy) {
  for (const address of addresses(copy)) {
    if (await device.read(PICTURE + address)) continue;
    const svg = await fetchPicture(address);
    if (svg) await device.save(PICTURE + address, svg);
  }
}

async function fetchPicture(address) {
  try {
    const answer = await fetch(address, { redirect: "error" });
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
