// The fields of one step and of the whole picture.
import { check, field, number, redraw, select, text, word } from "./dom.js";

// Sets a value, or takes the name out where the value is what nothing being said means.
function say(target, name, value, silent) {
  if (value === silent) delete target[name];
  else target[name] = value;
}

export function stepFields(editing, choices, panel) {
  const step = editing.current;
  const first = editing.step === 0;
  const last = editing.step === editing.document.steps.length - 1;
  const set = (name, silent = "") => (value) => editing.change(() => say(editing.current, name, value, silent));
  const poses = first ? choices.poses : [["", word("samePose")], ...choices.poses];
  const fields = [
    field(word("pose"), keyed("pose", select(poses, step.pose ?? "", (value) => choosePose(editing, choices, value)))),
    field(word("caption"), keyed("caption", text(step.caption ?? "", set("caption"), { maxLength: 160 }))),
  ];
  if (!first) {
    const from = [["start", word("fromStart")], ["previous", word("fromPrevious")]];
    fields.push(
      field(word("from"), keyed("from", select(from, step.from ?? "start", set("from", "start")))),
      field(word("move"), keyed("move", number(step.move ?? 1.5, { min: 0.2, max: 20, step: 0.1 }, set("move")))),
      field(word("hold"), keyed("hold", number(step.hold ?? 1, { min: 0, max: 600, step: 1 }, set("hold")))),
      field(word("arrow"), keyed("arrow", arrow(editing, choices))),
      keyed("slide", check(word("slide"), step.slide ?? false, set("slide", false))),
    );
    if (!last) fields.push(keyed("via", check(word("via"), step.via ?? false, set("via", false))));
  }
  const marks = [["", word("none")], ["good", word("good")], ["bad", word("bad")]];
  const cues = ["", "breath", "squeeze", "look", "still", "press"].map((name) => [name, name || word("none")]);
  fields.push(
    field(word("mark"), keyed("mark", select(marks, step.mark ?? "", set("mark", "")))),
    field(word("cue"), keyed("cue", select(cues, step.cue ?? "", set("cue", "")))),
  );
  redraw(panel, ...fields);
}

// Handlers look up the step when they run, so that a control may outlive the step it was made for.
function keyed(key, control) {
  control.dataset.key = key;
  return control;
}

// A pose that needs a seat brings a chair along.
function choosePose(editing, choices, pose) {
  editing.change((document) => {
    say(document.steps[editing.step], "pose", pose, "");
    if (choices.needs[pose] === "seat" && !document.props?.chair && !document.props?.stool) {
      document.props = { ...document.props, chair: {} };
    }
  });
}

function arrow(editing, choices) {
  const now = editing.current.arrow;
  const listed = Array.isArray(now) ? now.join(" ") : now ?? "";
  const known = [["", word("arrowAuto")], ["none", word("none")], ...choices.joints.map((name) => [name, name])];
  if (!known.some(([name]) => name === listed)) known.push([listed, listed]);
  return select(known, listed, (value) =>
    editing.change(() => {
      const names = value.split(" ");
      say(editing.current, "arrow", names.length > 1 ? names : value, "");
    }),
  );
}

export function pictureFields(editing, choices, panel) {
  const picture = editing.document;
  const set = (name, silent = "") => (value) => editing.change((document) => say(document, name, value, silent));
  const crops = [["", word("wholeBody")], "upper", "head", "legs"];
  const ghost = { true: true, false: false };
  const ghosts = [["", word("auto")], ["true", word("yes")], ["false", word("no")]];
  redraw(
    panel,
    ...camera(editing, choices),
    field(word("crop"), keyed("crop", select(crops, picture.crop ?? "", set("crop", "")))),
    field(word("body"), keyed("body", select([["", word("bodyAuto")], ...choices.bodies], picture.body ?? "", set("body", "")))),
    field(word("worked"), keyed("worked", worked(editing, choices, 0))),
    field(word("worked2"), keyed("worked2", worked(editing, choices, 1))),
    field(
      word("ghost"),
      keyed("ghost", select(ghosts, String(picture.ghost ?? ""), (value) => set("ghost")(ghost[value]))),
    ),
    keyed("alternate", check(word("alternate"), picture.alternate ?? false, set("alternate", false))),
  );
}

function camera(editing, choices) {
  const now = editing.document.camera ?? "side";
  const own = typeof now === "object";
  const names = [...choices.cameras, ["own", word("ownAngle")]];
  const choose = (value) =>
    editing.change((document) => {
      document.camera = value === "own" ? { azimuth: 30, elevation: 15 } : value;
    });
  const fields = [field(word("camera"), keyed("camera", select(names, own ? "own" : now, choose)))];
  if (own) {
    const turn = (name) => (value) => editing.change((document) => (document.camera[name] = value));
    fields.push(
      field(word("azimuth"), keyed("azimuth", number(now.azimuth, { min: -180, max: 180, step: 1 }, turn("azimuth")))),
      field(word("elevation"), keyed("elevation", number(now.elevation, { min: -10, max: 80, step: 1 }, turn("elevation")))),
    );
  }
  return fields;
}

// Two regions are as many as a picture can show; more are kept when the text names them.
function worked(editing, choices, place) {
  const now = editing.document.worked ?? [];
  return select([["", word("none")], ...choices.regions], now[place] ?? "", (value) =>
    editing.change((document) => {
      const regions = [...(document.worked ?? [])];
      regions.splice(place, 1, ...(value ? [value] : []));
      if (regions.length) document.worked = regions;
      else delete document.worked;
    }),
  );
}
