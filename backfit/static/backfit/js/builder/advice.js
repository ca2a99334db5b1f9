// Why a phase is much, and what to leave out: it stands in the phase that it is about.
import { element, word } from "./dom.js";

export const TONES = { good: "tone-green", amber: "tone-amber", warn: "tone-red" };

export function advise(box, budget, board) {
  const { say = [], drop = [], tone = "good" } = budget ?? {};
  const state = JSON.stringify([say, drop, tone]);
  if (state === box.dataset.shown) return;
  box.dataset.shown = state;
  const lines = drop.map(({ key, name, why }) => {
    const act = () => board.plan.find(key) && board.remove(key);
    const button = element("button", { type: "button", className: "button button--secondary line__choice", onclick: act }, word("takeOut", { name }));
    return element("p", { className: "phase__drop" }, button, why);
  });
  box.replaceChildren(...say.map((sentence) => element("p", {}, sentence)), ...lines);
  box.hidden = tone === "good" || !box.childElementCount;
  box.className = `phase__advice ${TONES[tone]}`;
}
