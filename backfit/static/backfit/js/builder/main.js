// The builder takes the place of the form that the page has for browsers without scripts.
import { Board } from "./board.js";
import { Budget } from "./budget.js";
import { Details } from "./details.js";
import { ask, at, word } from "./dom.js";
import { inserting } from "./inserting.js";
import { Keeper } from "./keeping.js";
import { keys } from "./keys.js";
import { phaseAdder } from "./phase.js";
import { Publishing } from "./publish.js";
import { rules } from "./rules.js";
import { say } from "./say.js";
import { Saver } from "./saving.js";
import { Plan } from "./state.js";
import { status } from "./status.js";
import { Suggest } from "./suggest.js";

const PRESSED = 50; // ms after letting go, when the click has been heard
const SAID_AFTER = 250; // ms: what is said of a line waits for what is said of keys

// The form goes; what other parts of the page send with it stays with a form of the same name.
function replaceForm(root, form) {
  const bare = document.createElement("form");
  Object.assign(bare, { id: form.id, method: "post", hidden: true });
  bare.setAttribute("action", form.getAttribute("action"));
  bare.append(form.querySelector("[name=csrfmiddlewaretoken]"));
  const refused = form.querySelector(".form-errors");
  if (refused) root.before(refused);
  form.replaceWith(bare);
}

function listen(board, suggest) {
  const { plan, list } = board;
  let pressed = false; // nothing moves between pressing a button and letting go of it
  document.addEventListener("pointerdown", () => (pressed = true), true);
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => setTimeout(() => {
      pressed = false;
      board.draw();
    }, PRESSED), true);
  }
  const keyOf = (target) => target.matches?.("[data-part=input]") && target.closest("[data-key]").dataset.key;
  list.addEventListener("input", ({ target, isComposing }) => {
    const key = keyOf(target);
    if (!key) return;
    board.type(key, target.value);
    if (!isComposing) suggest.soon(target);
  });
  list.addEventListener("paste", (event) => {
    const key = keyOf(event.target);
    if (key && board.paste(key, event.clipboardData.getData("text/plain"))) event.preventDefault();
  });
  list.addEventListener("focusout", ({ target }) => {
    const key = keyOf(target);
    if (!key) return;
    suggest.close();
    plan.typing = null;
    if (plan.settle(key) && !pressed) board.draw();
  });
}

// The echo of the line that one is writing, once the server has read it.
function echoes(board) {
  let last = "";
  board.plan.addEventListener("told", () => {
    const key = board.focused();
    const found = key && board.plan.find(key);
    const told = found && board.plan.view(found.line);
    if (!told) return;
    const choices = told.question?.choices.map(({ label }, place) => word("press", { n: place + 1, label })).join(" ") ?? "";
    const reasons = told.misfit && !found.line.despite ? told.misfit.reasons.join(" ") : "";
    const near = told.near?.length ? `${word("meant")} ${told.near.map(({ name }) => name).join(", ")}` : "";
    const said = told.status === "ok" ? `${told.name}: ${told.words}` : "";
    const sentence = [said, told.question?.text, choices, near, told.near?.length ? "" : told.errors?.join(" "), reasons].filter(Boolean).join(" ");
    if (sentence !== last) setTimeout(say, SAID_AFTER, sentence);
    last = sentence;
  });
}

function doings({ board, plan, saver, publishing }) {
  const stepped = (entry, sentence, none) => {
    if (!entry) return say(word(none));
    say(word(sentence));
    if (entry.focus && !board.details.node.contains(document.activeElement)) board.focus(entry.focus);
  };
  return {
    undo: () => stepped(plan.undo(), "undone", "nothingToUndo"),
    redo: () => stepped(plan.redo(), "redone", "nothingToRedo"),
    save: async () => {
      const done = await saver.flush();
      if (saver.state === "conflict") at("builder-conflict").focus();
      else if (done) say(at("builder-state").textContent);
    },
    publish: publishing && (() => publishing.go()),
    help: () => at("builder-help").showModal(),
  };
}

async function start() {
  const root = at("builder");
  const form = at("plan");
  const stored = JSON.parse(at("plan-state")?.textContent ?? "null") ?? (await ask(root.dataset.lines)).body;
  const part = form.querySelector("#rules");
  const plan = new Plan(stored);
  const board = new Board(plan, at("builder-phases"));
  board.details = new Details(board);
  const keeper = new Keeper(root.dataset.owner, root.dataset.user);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const saver = new Saver({ plan, address: root.dataset.lines, token, base: stored.digest, keeper, focused: () => board.focused() });
  root.querySelector("[data-place=rules]").append(part);
  rules(part, plan);
  inserting({ saver, plan, form, place: root.querySelector("[data-place=insert]") });
  replaceForm(root, form);
  root.hidden = false;
  board.draw();
  new Budget(board);
  status(saver, { plan });
  const publishing = Publishing.card ? new Publishing({ plan, board, saver }) : null;
  at("builder-publish").hidden = !publishing;
  const suggest = new Suggest(board, root.dataset.suggest);
  const does = doings({ board, plan, saver, publishing });
  listen(board, suggest);
  echoes(board);
  phaseAdder(board);
  keys({ root, board, suggest, does });
  at("builder-undo").onclick = does.undo;
  at("builder-redo").onclick = does.redo;
  at("builder-publish").onclick = does.publish;
  const steps = () => {
    at("builder-undo").disabled = !plan.past.length;
    at("builder-redo").disabled = !plan.future.length;
  };
  plan.addEventListener("change", steps);
  steps();
  await restore({ plan, saver, keeper });
}

async function restore({ plan, saver, keeper }) {
  const left = await keeper.left();
  if (!left) return;
  keeper.adopt(left);
  saver.base = left.base;
  plan.restore(left.payload);
  say(word("restored"));
}

start();
