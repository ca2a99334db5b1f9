// Keeps a break that belongs to a program: on the device first, and from there it goes to the server.
import { openDevice } from "../device/device.js";
import { dayOf } from "./schedule.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// `day` is that of the shift, which may have begun on the evening before.
export function bodyOf(habit, { at, seconds, timed, day }) {
  const result = { item: habit.key, status: "done", times: 1 };
  return {
    program: habit.program,
    started_at: new Date(at).toISOString(),
    time_zone: zone || "UTC",
    ...(day === dayOf(at) ? {} : { day }),
    evidence: timed ? "timed" : "ticked",
    results: [seconds === null ? result : { ...result, seconds }],
  };
}

export async function openKeeping(owner) {
  const device = await openDevice(owner);
  return {
    // Resolves once it is on the disk of this device.
    keep: (habit, taken) => device.keep(crypto.randomUUID(), bodyOf(habit, taken)),
    send: () => device.send(),
    unsent: async () => (await device.unsent()).length,
    // Whether a warning sign was reported meanwhile, perhaps on another device: then nobody is called to move.
    isStopped: async () => Boolean((await device.refresh({ pictures: "later" }))?.stopped),
  };
}

// For whoever has no program nothing leaves the browser.
export const nothingToKeep = {
  keep: async () => {},
  send: async () => 0,
  unsent: async () => 0,
  isStopped: async () => false,
};
