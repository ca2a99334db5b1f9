// One person's database on this device. `kept` holds what can be had again (name -> sealed value), `queue` sessions that
// exist nowhere else until the server has said that it keeps them (uuid -> sealed entry), `states` what came of trying
// to send them (uuid -> sealed state), `keys` the key. Version 1 had neither key nor states; see `sealAll`.
import { isSame, newKey, seal, unseal } from "./sealing.js";

const VERSION = 2;
const PREFIX = "backfit-";
const STORES = ["kept", "queue", "states", "keys"];
const KEY = "key";

export class Full extends Error {}

export function databaseName(person) {
  return PREFIX + person;
}

// The people who have a database here; null where the browser does not tell.
export async function peopleHere() {
  if (!indexedDB.databases) return null;
  const found = await indexedDB.databases();
  return found.map(({ name }) => name).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

export async function openStore(person) {
  const key = await newKey();
  const { database, isNew } = await open(person, key);
  const store = new Store(database, await once(database, "keys", "readonly", (keys) => keys.get(KEY)), isNew);
  await store.sealAll();
  return store;
}

function open(person, key) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName(person), VERSION);
    let isNew = false;
    request.onupgradeneeded = ({ oldVersion }) => {
      isNew = oldVersion === 0;
      for (const name of STORES) {
        const about = name === "queue" ? { keyPath: "uuid" } : {};
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, about);
      }
      request.transaction.objectStore("keys").put(key, KEY);
    };
    request.onsuccess = () => {
      // Another tab with a newer page may want to change the layout; it must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve({ database: request.result, isNew });
    };
    // A tab with an older page may still have it open: it is asked to close, and the request goes on when it has.
    request.onerror = () => reject(asFault(request.error));
  });
}

export function removeDatabase(person) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(databaseName(person));
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
    request.onblocked = resolve; // it goes as soon as the other tab closes it
  });
}

// Resolves with what `work` asked for, once all of it is on the disk.
function once(database, name, mode, work) {
  return new Promise((resolve, reject) => {
    const names = [name].flat();
    const transaction = database.transaction(names, mode, { durability: "strict" });
    let answer;
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(asFault(transaction.error));
    const request = work(...names.map((each) => transaction.objectStore(each)));
    if (request) request.onsuccess = () => { answer = request.result; };
  });
}

function asFault(error) {
  return error?.name === "QuotaExceededError" ? new Full("This device has no room left.") : error;
}

export class Store {
  constructor(database, key, isNew) {
    Object.assign(this, { database, key, isNew });
  }

  close() {
    this.database.close();
  }

  async get(name, key) {
    const found = await once(this.database, name, "readonly", (rows) => rows.get(key));
    return found && unseal(this.key, key, found.sealed);
  }

  async put(name, key, value) {
    const sealed = await seal(this.key, key, value);
    const row = name === "queue" ? [{ uuid: key, sealed }] : [{ sealed }, key];
    await once(this.database, name, "readwrite", (rows) => rows.put(...row));
  }

  // The entries [{uuid, value}] come into the queue, with nothing said about them yet, and `instead` leaves what is
  // kept: all of it or nothing, whenever the page is killed.
  async queueAll(entries, instead) {
    const rows = await Promise.all(entries.map(async ({ uuid, value }) => ({ uuid, sealed: await seal(this.key, uuid, value) })));
    await once(this.database, ["queue", "states", "kept"], "readwrite", (queue, states, kept) => {
      if (instead) kept.delete(instead);
      for (const { uuid } of rows) states.delete(uuid);
      for (const row of rows) queue.put(row);
    });
  }

  remove(name, key) {
    return once(this.database, name, "readwrite", (rows) => rows.delete(key));
  }

  names(name) {
    return once(this.database, name, "readonly", (rows) => rows.getAllKeys());
  }

  count(name) {
    return once(this.database, name, "readonly", (rows) => rows.count());
  }

  // The entries with `seal`, by which `removeUnchanged` knows them again; one that cannot be read has no body.
  async entries() {
    const rows = await once(this.database, "queue", "readonly", (queue) => queue.getAll());
    const read = ({ uuid, sealed }) => unseal(this.key, uuid, sealed).catch(() => ({ body: null }));
    return Promise.all(rows.map(async (row) => ({ ...(await read(row)), uuid: row.uuid, seal: row.sealed })));
  }

  // What was kept anew under the same id since it was read is another entry, which the server has not seen.
  removeUnchanged(entries) {
    return once(this.database, ["queue", "states"], "readwrite", (queue, states) => {
      for (const { uuid, seal: sealed } of entries) {
        queue.get(uuid).onsuccess = ({ target }) => {
          if (target.result && isSame(target.result.sealed, sealed)) queue.delete(uuid);
          states.delete(uuid);
        };
      }
    });
  }

  // What version 1 left lies open; it is sealed where it lies, an entry only if nobody has touched it meanwhile.
  async sealAll() {
    for (const name of ["queue", "kept"]) {
      const rows = await once(this.database, name, "readonly", (all) => all.getAll());
      const keys = await this.names(name);
      for (const [place, row] of rows.entries()) {
        if (row?.sealed?.iv) continue;
        if (name === "queue") await this.put(name, row.uuid, { body: row.body, kept_at: row.kept_at });
        else await this.put(name, keys[place], row);
      }
    }
  }
}
