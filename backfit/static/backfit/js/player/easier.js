// The easier version that an item may name (see programs/document.py): a line that is done in it, and back. Pure.
//
// A line in its easier version has `usual`, the item as it was, and `from`, the step from which on it is done so. Sets
// that were done before stay done; the one that was under way begins again, with its rest or the time to get ready.

export const offersEasier = (line) => Boolean(line.item.easier);
export const isEased = (line) => Boolean(line.usual);

// The item as it is shown and led through. What its therapist wrote to it was about the usual one.
export function easedItem(item) {
  const { easier, ...usual } = item;
  return { ...usual, figure: undefined, ...easier, note: "" };
}

// {line, step, record} to go on with; `withSteps` gives a line the steps of its item.
export function eased(line, record, step, withSteps) {
  const place = moved(line, record, step, withSteps({ ...line, item: easedItem(line.item) }));
  return { ...place, line: { ...place.line, usual: line.item, from: place.step } };
}

export function uneased(line, record, step, withSteps) {
  const { usual, from: _from, ...rest } = line;
  return moved(line, record, step, withSteps({ ...rest, item: usual }));
}

function moved(line, record, step, after) {
  const set = line.steps[step]?.set ?? 1;
  const whole = setsDone(line.steps, record).filter((one) => one < set);
  const same = JSON.stringify(line.steps) === JSON.stringify(after.steps);
  const kept = { ran: {}, ended: {} };
  after.steps.forEach((one, place) => {
    if (!one.work || one.set >= set) return;
    if (same && place in record.ran) kept.ran[place] = record.ran[place];
    if (same && place in record.ended) kept.ended[place] = record.ended[place];
    else if (!same && whole.includes(one.set)) kept.ended[place] = "tap";
  });
  return { line: after, step: after.steps.findIndex((one) => one.set === set), record: { ...record, ...kept } };
}

function setsDone(steps, record) {
  const sets = [...new Set(steps.map(({ set }) => set))];
  const left = (step, place) => step.work && !step.extra && !record.ended[place];
  return sets.filter((set) => !steps.some((step, place) => step.set === set && left(step, place)));
}

// Whether something of it was done since.
export function hasBegun(line, record) {
  return placesOf(record).some((place) => place >= line.from);
}

// The field of a result. Who went over to the easier version and did nothing in it has done the usual one, as far as
// anything was done.
export function variantOf(line, record) {
  const places = placesOf(record);
  return isEased(line) && (!places.length || hasBegun(line, record)) ? { variant: "easier" } : {};
}

function placesOf({ ran, ended }) {
  return [...new Set([...Object.keys(ran), ...Object.keys(ended)])].map(Number);
}
