// What the keys do. Ctrl is the Command key on a Mac. Everything here has a button too.
import { at } from "./dom.js";
import { isBlank } from "./state.js";

const withCtrl = (event) => event.ctrlKey || event.metaKey;
const typing = (target) => target.matches?.("input, textarea, select, [contenteditable]");

export function keys({ root, board, suggest, does }) {
  const undone = (event) => {
    const key = event.key.toLowerCase();
    if (!withCtrl(event) || event.altKey || (key !== "z" && key !== "y")) return false;
    (key === "y" || event.shiftKey ? does.redo : does.undo)();
    return true;
  };

  const steps = (event, key) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (!by || event.shiftKey) return false;
    if (withCtrl(event) || event.altKey) board.move(key, by);
    else {
      const all = board.plan.lines().map(({ line }) => line.key);
      const other = all[all.indexOf(key) + by];
      if (other) board.focus(other);
    }
    return true;
  };

  const removes = (event, key, input) => {
    const empty = isBlank(board.plan.find(key).line) && !input.value;
    const k = event.key.toLowerCase();
    if (withCtrl(event) && (k === "delete" || (event.shiftKey && k === "k"))) board.remove(key);
    else if (empty && k === "delete") board.remove(key);
    else if (empty && k === "backspace") {
      const all = board.plan.lines().map(({ line }) => line.key);
      const before = all[all.indexOf(key) - 1];
      board.remove(key, { back: true });
      if (before) board.focus(before);
    } else return false;
    return true;
  };

  const onLine = (event, key, input) => {
    if (suggest.key(event)) return true;
    if (/^[1-9]$/.test(event.key) && !withCtrl(event) && !event.altKey) return board.answer(key, Number(event.key) - 1);
    if (event.key === "Enter" && !withCtrl(event) && !event.shiftKey) {
      suggest.close();
      board.enter(key);
      return true;
    }
    if (withCtrl(event) && event.key.toLowerCase() === "d" && !event.shiftKey) {
      board.duplicate(key);
      return true;
    }
    return steps(event, key) || removes(event, key, input);
  };

  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const key = event.target.closest("[data-key]")?.dataset.key;
    const line = event.target.matches("[data-part=input]");
    const panel = key && withCtrl(event) && event.key.toLowerCase() === "i" && !event.shiftKey;
    if (panel) board.openDetails(key);
    if (panel || undone(event) || (line && onLine(event, key, event.target))) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || event.altKey) return;
    const inDialog = document.querySelector("dialog[open]");
    if (withCtrl(event) && event.key.toLowerCase() === "s" && !event.shiftKey) does.save();
    else if (withCtrl(event) && event.key === "Enter") does.publish?.();
    else if (event.key === "?" && !typing(event.target) && !inDialog) does.help();
    else if (event.target === document.body && undone(event)) event.preventDefault();
    else return;
    event.preventDefault();
  });

  at("builder-keys").onclick = does.help;
}
