// What this browser keeps of the breaks: the settings, and when today's cues were answered. No name of an exercise and
// nothing about health; each account has its own. Where storage is refused, it lasts as long as the page.
const memory = new Map();

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden.
  }
}

export function storeOf(owner) {
  const key = `backfit-breaks:${owner}`;
  return {
    settings: () => read(`${key}:settings`),
    keepSettings: (settings) => write(`${key}:settings`, settings),
    log: () => read(`${key}:log`),
    // Two tabs share the log: only one of them changes it at a time, so that one cue is not given twice.
    change: (step) => {
      const changed = () => {
        const { log, ...rest } = step(read(`${key}:log`));
        write(`${key}:log`, log);
        return { log, ...rest };
      };
      return navigator.locks ? navigator.locks.request(key, changed) : Promise.resolve(changed());
    },
  };
}
