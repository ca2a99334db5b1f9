// The figure editor: one document, many panels, and a preview that follows the last change.
import { contactAdder, contactChips, turnAdder, turnChips } from "./contacts.js";
import { button, element, redraw, word } from "./dom.js";
import { pictureFields, stepFields } from "./fields.js";
import { Joints } from "./joints.js";
import { propFields } from "./props.js";
import { Editing } from "./state.js";
import { pageIn } from "../trusted.js";

const PAUSE = 150; // ms without a change before the preview is asked for

const at = (id) => document.getElementById(id);
const form = at("figure-form");
const start = JSON.parse(at("figure-start").textContent);
const { choices } = start;
const editing = new Editing(start.document);
const joints = new Joints(editing, choices.groups, at("figure-joints"), at("figure-link"));
const area = at("figure-text");
let timer = null;
let changes = 0; // an answer to what has changed again since is out of date
let busy = false; // one preview at a time: a slider's way would keep the whole server at work
let next = null;

function show() {
  showSteps();
  stepFields(editing, choices, at("figure-step-fields"));
  pictureFields(editing, choices, at("figure-picture-fields"));
  propFields(editing, choices, at("figure-props"));
  showSolved();
  at("figure-undo").disabled = !editing.past.length;
  at("figure-redo").disabled = !editing.future.length;
  at("figure-step-remove").disabled = editing.document.steps.length < 2 || editing.step === 0;
  at("figure-step-add").disabled = editing.document.steps.length >= 8;
  at("figure-saved").textContent = editing.dirty ? word("unsaved") : "";
}

function showSolved() {
  contactChips(editing, at("figure-contacts"));
  turnChips(editing, at("figure-turns"));
  joints.show();
}

function showSteps() {
  const items = editing.document.steps.map((step, index) => {
    const label = index === 0 ? word("start") : `${word("step")} ${index + 1}`;
    const name = step.caption ? `${label}: ${step.caption}` : label;
    const chosen = button(name, () => editing.select(index), { className: "figure-step" });
    chosen.setAttribute("aria-pressed", String(index === editing.step));
    chosen.dataset.key = `step ${index}`;
    return element("li", {}, chosen);
  });
  redraw(at("figure-steps"), ...items);
}

function showReport(answer) {
  const lines = answer.findings.map((finding) => {
    const kind = finding.refuses ? "figure-finding figure-finding--refuses" : "figure-finding";
    return element("li", { className: kind }, `${word("step")} ${finding.step + 1}: ${finding.text}`);
  });
  const head = answer.publishable ? (lines.length ? null : word("fine")) : word("blocked");
  const parts = [head && element("p", { className: "figure-report__head" }, head)];
  if (lines.length) parts.push(element("ul", {}, ...lines));
  at("figure-report").replaceChildren(...parts.filter(Boolean));
}

function showFaults(faults) {
  const lines = faults.map(({ path, reason }) => element("li", {}, path ? `${path}: ${reason}` : reason));
  const head = element("p", { className: "figure-report__head" }, word("faulty"));
  at("figure-report").replaceChildren(head, element("ul", {}, ...lines));
}

function showPicture(svg) {
  const picture = at("figure-preview");
  const before = picture.src;
  picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  picture.hidden = false;
  if (before.startsWith("blob:")) URL.revokeObjectURL(before);
}

// `read` gives what is sent, at the time when it is sent.
async function ask(read) {
  if (busy) {
    next = read;
    return;
  }
  busy = true;
  try {
    await preview(read());
  } finally {
    busy = false;
  }
  if (!next) return;
  const waiting = next;
  next = null;
  ask(waiting);
}

async function preview(sent) {
  const number = changes;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  let response, answer;
  try {
    response = await fetch(form.dataset.preview, {
      method: "POST",
      headers,
      body: JSON.stringify({ ...sent, step: editing.step }),
    });
    answer = await response.json();
  } catch {
    at("figure-report").textContent = word("offline");
    if (number === changes) follows(false);
    return;
  }
  if (number !== changes) return;
  take(sent, response, answer);
  follows(false);
}

function take(sent, response, answer) {
  if (!response.ok) {
    showFaults(answer.faults ?? [{ path: "", reason: word("offline") }]);
    return;
  }
  if ("text" in sent) takeFromText(answer.document);
  else area.value = answer.text;
  behind = false;
  editing.told(answer);
  at("figure-preview").alt = answer.alt;
  showPicture(answer.svg);
  showReport(answer);
}

// What came from the text is not written back into it while somebody types.
function takeFromText(document) {
  typed = false;
  reading = true;
  editing.replace(document);
  reading = false;
}

const fromPanels = () => ({ document: editing.document });
const fromText = () => ({ text: area.value });

// A screen reader waits with the report until it is about what stands there.
function follows(waits) {
  at("figure-report").setAttribute("aria-busy", String(waits));
}

function askSoon(read, pause) {
  changes += 1;
  follows(true);
  clearTimeout(timer);
  timer = setTimeout(() => ask(read), pause);
}

let behind = false; // whether the text has yet to hear of a change
let typed = "refused" in area.dataset; // whether the panels have yet to hear of the text; what was refused is kept
let reading = false;

editing.addEventListener("change", () => {
  show();
  if (reading) return;
  behind = true;
  typed = false;
  askSoon(fromPanels, PAUSE);
});
editing.addEventListener("select", () => {
  show();
  askSoon(typed ? fromText : fromPanels, PAUSE);
});
editing.addEventListener("answer", showSolved);

area.addEventListener("input", () => {
  behind = false;
  typed = true;
  editing.dirty = true;
  askSoon(fromText, 2 * PAUSE);
});

at("figure-undo").addEventListener("click", () => editing.undo());
at("figure-redo").addEventListener("click", () => editing.redo());
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("textarea, input[type=text], input[type=number]");
  if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  event.preventDefault();
  if (event.shiftKey) editing.redo();
  else editing.undo();
});
at("figure-step-add").addEventListener("click", () => {
  const place = editing.step + 1;
  editing.change((document) => document.steps.splice(place, 0, { move: 1.5, hold: 2, caption: "" }));
  editing.select(place);
});
at("figure-step-remove").addEventListener("click", () => {
  const place = editing.step;
  editing.step = Math.max(0, place - 1);
  editing.change((document) => document.steps.splice(place, 1));
});
form.addEventListener("submit", () => {
  if (behind) area.value = JSON.stringify(editing.document); // JSON is YAML, too
  editing.dirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (editing.dirty) event.preventDefault();
});

// The new drawing appears by itself when the queue has made it.
async function followDrawing() {
  const shown = at("figure-drawings");
  if (!shown || shown.dataset.drawing === "no") return;
  try {
    // Nobody needs to be there for this question, so it does not keep the editor signed in.
    const response = await fetch(form.dataset.drawings, { headers: { "X-Background": "1" } });
    if (response.ok) {
      const fresh = pageIn(await response.text()).getElementById("figure-drawings");
      if (fresh && fresh.dataset.drawing !== shown.dataset.drawing) shown.replaceWith(document.importNode(fresh, true));
    }
  } catch {
    // asked again below
  }
  setTimeout(followDrawing, 2000);
}

contactAdder(editing, choices, at("figure-contact-add"));
turnAdder(editing, choices, at("figure-turn-add"));
at("figure-desk").hidden = false;
at("figure-text-group").open = typed;
show();
ask(typed ? fromText : fromPanels);
followDrawing();
