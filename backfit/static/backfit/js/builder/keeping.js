// What is not saved yet is kept in this browser, and only until it is saved. Each window keeps its own, under a name that
// says whose it is; a window that is still open holds a lock, so that another one leaves its text alone.
const LONGEST = 14 * 24 * 3600 * 1000; // ms
const PREFIX = "backfit-builder";

export class Keeper {
  constructor(owner, user) {
    this.group = `${PREFIX}:${user}:${owner}:`;
    this.name = this.group + crypto.getRandomValues(new Uint32Array(1))[0];
    navigator.locks?.request(this.name, () => new Promise(() => {}));
  }

  keep(base, payload) {
    try {
      localStorage.setItem(this.name, JSON.stringify({ base, payload, at: Date.now() }));
      return true;
    } catch {
      return false; // no room, or not allowed
    }
  }

  drop() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // not allowed: then nothing is there
    }
  }

  // What a window that is gone left behind: the newest, or none. The others and the old ones are removed.
  async left() {
    try {
      const open = new Set(((await navigator.locks?.query())?.held ?? []).map(({ name }) => name));
      const found = [];
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(`${PREFIX}:`)) continue;
        const kept = JSON.parse(localStorage.getItem(name));
        if (Date.now() - kept.at > LONGEST) localStorage.removeItem(name);
        else if (name.startsWith(this.group) && !open.has(name)) found.push({ ...kept, name });
      }
      const [newest, ...older] = found.sort((a, b) => b.at - a.at);
      for (const { name } of older) localStorage.removeItem(name);
      return newest ?? null;
    } catch {
      return null;
    }
  }

  // From now on it is this window's.
  adopt({ name, base, payload }) {
    this.keep(base, payload);
    localStorage.removeItem(name);
  }
}
