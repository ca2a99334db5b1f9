// What a client's device keeps, so that the program can be followed and nothing done is lost without a network.
//   const device = await openDevice();     of the person signed in, or of the last one; null for a visitor
//   await device.refresh();                fetches the copy (see programs/device.py) and the pictures that it names
//   const copy = await device.copy();      null before the first visit with a network
//   await device.keep(uuid, body);         a session as in the API's SessionUpload; resolves when it is on the disk,
//                                          rejects with Full when there is no room
//   await device.keepAll([{uuid, body}], {instead});   several, all or none; what was saved under the name `instead`
//                                          goes in the same moment
//   await device.send();                   tries to send all that is not sent, answers how many were; see sending.js
//   await device.unsent();                 the entries that the server has not acknowledged; see queue.js
//   await device.save(name, value); await device.read(name);    anything else of this person, such as a half session
// A "device-change" event on window follows whatever was kept or sent, here, in another tab or in the worker.
import { changed } from "./changes.js";
import { fetchCopy } from "./copying.js";
import { mark, markOf, personHere, remember } from "./person.js";
import { forgetPicture, forgetPictures, keepPictures, pictureOf } from "./pictures.js";
import { entriesOf, keepEntries } from "./queue.js";
import { sendAll } from "./sending.js";
import { Full, openStore } from "./store.js";

export { changed } from "./changes.js";
export { personHere } from "./person.js";
export { Full } from "./store.js";

export async function openDevice(person = personHere()) {
  // Without a secure connection there is neither a key nor a worker, and nothing is kept.
  if (!person || !globalThis.crypto?.subtle) return null;
  return new Device(person, await openStore(person));
}

export class Device {
  constructor(person, store) {
    this.person = person;
    this.store = store;
    // How many sessions were here and not sent when the browser emptied its storage; null when nothing was lost.
    this.lost = store.isNew ? (markOf(person)?.unsent ?? null) : null;
  }

  close() {
    this.store.close();
  }

  read(name) {
    return this.store.get("kept", name);
  }

  save(name, value) {
    return this.store.put("kept", name, value);
  }

  remove(name) {
    return this.store.remove("kept", name);
  }

  async copy() {
    return (await this.read("copy")) ?? null;
  }

  // The new copy, or null when there is no network or somebody else is signed in by now. The pictures are many times as
  // large: who has somebody waiting says `pictures: "later"`.
  async refresh({ pictures = "too" } = {}) {
    const copy = await fetchCopy();
    if (copy?.person !== this.person) return null;
    await this.save("copy", copy);
    remember(this.person);
    await this.note();
    changed();
    const kept = keepPictures(this, copy);
    if (pictures === "too") await kept;
    else kept.catch(() => {}); // the device was closed or emptied meanwhile; the next page fetches the rest
    return copy;
  }

  // An address for <img>: of the kept picture when there is one.
  picture(address) {
    return pictureOf(this, address);
  }

  forgetPicture(address) {
    return forgetPicture(this, address);
  }

  keep(uuid, body) {
    return this.keepAll([{ uuid, body }]);
  }

  async keepAll(entries, { instead = "" } = {}) {
    try {
      await keepEntries(this.store, entries, instead);
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      // What was done cannot be had again, pictures can.
      await forgetPictures(this);
      await keepEntries(this.store, entries, instead);
    }
    await this.note();
    changed({ kept: entries.map(({ uuid }) => uuid) });
    await this.sendLater();
  }

  unsent() {
    return entriesOf(this.store);
  }

  // The entries as they were read for sending; one kept anew meanwhile stays.
  async acknowledged(entries) {
    await this.store.removeUnchanged(entries);
    await this.note();
  }

  async discard(uuid) {
    await this.store.remove("queue", uuid);
    await this.store.remove("states", uuid);
    await this.note();
    changed();
  }

  async send() {
    changed({ sending: true });
    const outcome = await sendAll(this);
    changed({ sending: false, ...outcome });
    return outcome.sent;
  }

  // The mark says what must be here, should the browser throw it away. Asked to keep it, most browsers do.
  async note() {
    const unsent = await this.store.count("queue");
    mark(this.person, unsent);
    if (unsent) globalThis.navigator?.storage?.persist?.().catch(() => {});
  }

  // Where it exists, the worker sends when there is a network again, also with the page closed.
  async sendLater() {
    try {
      const registration = await globalThis.navigator?.serviceWorker?.getRegistration();
      await registration?.sync?.register("backfit-queue");
    } catch {
      // not allowed: the next page sends
    }
  }
}
