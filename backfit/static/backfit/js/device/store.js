// One person's database on this device. `kept` holds what can be had again (name -> value), `queue` sessions that
// exist nowhere else until the server has said that it keeps them (uuid -> entry).
const VERSION = 1;
const PREFIX = "backfit-";

export class Full extends Error {}

export function databaseName(person) {
  return PREFIX + person;
}

export function open(person) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName(person), VERSION);
    request.onupgradeneeded = () => {
      const database = request.result;
      if (!database.objectStoreNames.contains("kept")) database.createObjectStore("kept");
      if (!database.objectStoreNames.contains("queue")) database.createObjectStore("queue", { keyPath: "uuid" });
    };
    request.onsuccess = () => {
      // Another tab with a newer page may want to change the layout; it must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(asFault(request.error));
    request.onblocked = () => reject(new Error("blocked"));
  });
}

// Resolves with what `work` asked for, once all of it is on the disk.
export function transact(database, stores, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    let answer;
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(asFault(transaction.error));
    const request = work(...stores.map((name) => transaction.objectStore(name)));
    if (request) request.onsuccess = () => { answer = request.result; };
  });
}

function asFault(error) {
  return error?.name === "QuotaExceededError" ? new Full("This device has no room left.") : error;
}
