// What a client's device keeps, so that the program can be followed and nothing done is lost without a network.
//   const device = await openDevice();     of the person signed in, or of the last one; null for a visitor
//   await device.refresh();                fetches the copy (see programs/device.py) and the pictures that it names
//   const copy = await device.copy();      null before the first visit with a network
//   await device.keep(uuid, body);         a session as in the API's SessionUpload; resolves when it is on the disk,
//                                          rejects with Full when there is no room
//   await device.send();                   tries to send all that is not sent; see sending.js
//   await device.unsent();                 the entries that the server has not acknowledged
//   await device.save(name, value); await device.read(name);    anything else of this person, such as a half session
// A "device-change" event on window follows whatever was kept or sent.
import { fetchCopy } from "./copying.js";
import { forgetPicture, keepPictures, pictureOf } from "./pictures.js";
import { sendAll } from "./sending.js";
import { open, transact } from "./store.js";

export { Full } from "./store.js";

const PERSON = "backfit-person";

// Somebody who is not signed in may be the person whose copy is here, at a moment without a network.
export function personHere() {
  return document.body.dataset.person || localStorage.getItem(PERSON);
}

export async function openDevice(person = personHere()) {
  return person ? new Device(person, await open(person)) : null;
}

export function changed() {
  window.dispatchEvent(new CustomEvent("device-change"));
}

export class Device {
  constructor(person, database) {
    this.person = person;
    this.database = database;
  }

  read(name) {
    return transact(this.database, ["kept"], "readonly", (kept) => kept.get(name));
  }

  save(name, value) {
    return transact(this.database, ["kept"], "readwrite", (kept) => kept.put(value, name));
  }

  remove(name) {
    return transact(this.database, ["kept"], "readwrite", (kept) => kept.delete(name));
  }

  async copy() {
    return (await this.read("copy")) ?? null;
  }

  // The new copy, or null when there is no network or somebody else is signed in by now.
  async refresh() {
    const copy = await fetchCopy();
    if (copy?.person !== this.person) return null;
    await this.save("copy", copy);
    localStorage.setItem(PERSON, this.person);
    await keepPictures(this, copy);
    changed();
    return copy;
  }

  // An address for <img>: of the kept picture when there is one.
  picture(address) {
    return pictureOf(this, address);
  }

  forgetPicture(address) {
    return forgetPicture(this, address);
  }

  async keep(uuid, body) {
    const entry = { uuid, body, kept_at: new Date().toISOString() };
    await transact(this.database, ["queue"], "readwrite", (queue) => queue.put(entry));
    changed();
  }

  unsent() {
    return transact(this.database, ["queue"], "readonly", (queue) => queue.getAll());
  }

  acknowledged(uuid) {
    return transact(this.database, ["queue"], "readwrite", (queue) => queue.delete(uuid));
  }

  async send() {
    const sent = await sendAll(this);
    if (sent) changed();
    return sent;
  }
}
