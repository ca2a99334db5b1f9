// What lies on the disk is sealed with a key that no script can read out; it is of no use in another browser.
const ALGORITHM = "AES-GCM";
const IV_BYTES = 12;

export function newKey() {
  return crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
}

// `name` is sealed in, so that a value cannot be moved to another name.
export async function seal(key, name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt(how(iv, name), key, text) };
}

export async function unseal(key, name, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how(iv, name), key, data)));
}

export function isSame(one, other) {
  return one.iv.every((byte, place) => byte === other.iv[place]);
}

function how(iv, name) {
  return { name: ALGORITHM, iv, additionalData: new TextEncoder().encode(name) };
}
