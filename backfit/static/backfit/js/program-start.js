// "Start a program" by keyboard: a client, what to start from, and Ctrl+Enter. Everything here is a plain form as well.
import { Pick } from "./pick.js";

const form = document.getElementById("start");
const at = (name) => form.querySelector(`[name="${name}"]`);
const newcomer = form.querySelector("[data-new-client]");
const said = document.getElementById("start-said");

function pick(name, options) {
  const select = at(name);
  const { none, hint, added } = select.closest("[data-pick]").dataset;
  return new Pick(select, { none, hint, added: added && ((typed) => added.replace("%s", typed)), ...options });
}

// Who is on no list yet is asked for name and address; the fields of the last are not in the way of the next.
function showNewcomer(shown) {
  newcomer.hidden = !shown;
}

function clientPicked(typed) {
  showNewcomer(!at("episode").value);
  if (at("episode").value) return at("routine").value ? routinePicked() : routine.focus();
  if (typed) at("client_name").value = typed;
  (at("client_name").value ? at("client_email") : at("client_name")).focus();
}

// Only the phases that there are, by their names.
function showPhases() {
  const names = JSON.parse(at("routine").selectedOptions[0]?.dataset.phases ?? "[]");
  const phase = at("phase");
  const chosen = Number(phase.value) <= names.length ? phase.value : "1";
  phase.replaceChildren(...(names.length ? names : [""]).map((name, index) => new Option(phaseName(name, index), index + 1)));
  phase.value = chosen;
  form.querySelector("[data-phase-field]").hidden = names.length < 2;
  return names.length;
}

const phaseName = (name, index) => (name ? `${index + 1}. ${name}` : `${index + 1}`);

function routinePicked() {
  (showPhases() > 1 ? at("phase") : at("start_on")).focus();
}

const routine = pick("routine", { picked: routinePicked });
const client = pick("episode", { picked: clientPicked });
showNewcomer(!at("episode").value && Boolean(at("client_name").value || at("client_email").value));
client.said ||= !newcomer.hidden;
client.show();
showPhases();

// Whether what is said beside the buttons is about what is chosen now, and not still on its way.
function isFresh() {
  const { episode, routine: shown } = document.getElementById("start-next").dataset;
  return episode === at("episode").value && shown === at("routine").value;
}

// Publishes, or opens the builder where there is nothing to publish yet. What cannot be published is left to look at.
let pressed = false;
function send() {
  pressed = !isFresh();
  if (pressed) return;
  const publish = document.getElementById("start-publish");
  const build = document.getElementById("start-build");
  if (publish || !at("routine").value) form.requestSubmit(publish ?? build);
  else build.focus();
}

// Enter leads on from field to field, and from the last ones sends, as every form does.
const onwards = {
  client_name: () => at("client_email").focus(),
  client_email: () => routine.focus(),
  phase: () => at("start_on").focus(),
  start_on: send,
  name: send,
};

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const go = event.ctrlKey || event.metaKey ? send : onwards[event.target.name];
  if (!go) return;
  event.preventDefault();
  go();
});

// Pressed twice, it is sent once.
let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => (sent = false));

form.addEventListener("htmx:afterSettle", () => {
  said.textContent = [...document.querySelectorAll("#start-next li")].map((line) => line.textContent).join(" ");
  if (pressed) send();
});

const refused = form.querySelector(".field--invalid :is(input, select):not([hidden])");
if (refused) refused.focus();
else if (!at("episode").value && newcomer.hidden) client.focus();
else if (!newcomer.hidden && !at("client_email").value) at("client_email").focus();
else if (!at("routine").value) routine.focus();
else routinePicked();
