// What the form of Today says, as the server would read it (programs/forms/day.py and items.py), in the API's shape. The
// names and every value are the same as the server's, so that what it has kept already is not kept twice.
import { dayIn } from "../offline/day.js";

const LATE_EVENING = 3 * 3_600_000; // ms
const UUID = 36; // letters
const NUMBERS = ["sets", "reps", "seconds"];

// [{uuid, body}], one for each program of which something was marked; null where the server would refuse an answer.
export async function bodiesOf(form, zone) {
  const data = new FormData(form);
  const lines = [...form.querySelectorAll("[data-told]")].sort((one, other) => one.dataset.place - other.dataset.place);
  const programs = new Map();
  for (const line of lines) {
    const name = line.name.slice(0, -"-shown".length);
    const result = resultOf(line, name, (field) => data.get(`${name}-${field}`) ?? "");
    if (result === null) return null;
    const program = name.slice(0, UUID);
    if (result) programs.set(program, [...(programs.get(program) ?? []), result]);
  }
  const about = aboutOf(form, data, zone);
  const entry = async ([program, results]) => ({
    uuid: await nameOf(data.get("uuid"), program),
    body: { program, ...about, results },
  });
  return Promise.all([...programs].map(entry));
}

function aboutOf(form, data, zone) {
  const score = (name) => (data.get(name) ? Number(data.get(name)) : null);
  const day = data.get("day");
  const here = data.get("time_zone") || zone;
  const evening = new Date(Date.now() - LATE_EVENING);
  return {
    started_at: data.get("started_at"),
    time_zone: here,
    day,
    worst_pain: score("worst_pain"),
    effort: score("effort"),
    note: data.get("note").trim(), // as the server reads it; a script sends lines as they are
    evidence: [zone, here].some((each) => day >= dayIn(each, evening)) ? "ticked" : "later",
    short: "short" in form.dataset,
  };
}

// Of one line: a result, undefined for one that is not marked, null for what the server would refuse.
function resultOf(line, name, value) {
  const told = JSON.parse(line.dataset.told);
  const unit = Number(line.dataset.unit);
  const number = (field) => (value(field) === "" ? null : Number(value(field)) * (field === "seconds" ? unit : 1));
  const fields = [...line.form.elements].filter((each) => each.name.startsWith(`${name}-`));
  if (!fields.every((each) => each.checkValidity())) return null;
  const status = value("how") || (value("ticked") ? "done" : "");
  const numbers = Object.fromEntries(NUMBERS.filter((field) => field in told).map((field) => [field, number(field)]));
  const isAsTold = Object.entries(numbers).every(([field, each]) => each === told[field]);
  if (!status) return isAsTold && isUntouched(value) ? undefined : null;
  const leavesOut = status === "skipped" || (status === "part" && isAsTold);
  return {
    item: name.slice(UUID + 1),
    status,
    times: Number(value("times")) || 1,
    skip_because: status === "done" ? null : value("skip_because") || null,
    skip_reason: status === "done" ? "" : value("skip_reason").trim(),
    pain: number("pain"),
    variant: value("easier") && status !== "skipped" ? "easier" : null,
    ...(leavesOut ? {} : numbers),
  };
}

function isUntouched(value) {
  return ["skip_because", "skip_reason", "pain", "easier"].every((field) => !value(field)) && [0, 1].includes(Number(value("times")));
}

// The name that the server gives it: version 5 of RFC 9562, of the page's name and the program's.
async function nameOf(page, program) {
  const space = page.replaceAll("-", "").match(/../g).map((byte) => parseInt(byte, 16));
  const hash = await crypto.subtle.digest("SHA-1", new Uint8Array([...space, ...new TextEncoder().encode(program)]));
  const bytes = new Uint8Array(hash).slice(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
