// What a screen reader is told without being asked: one sentence at a time, and nothing twice in a row by chance.
import { at } from "./dom.js";

const PAUSE = 60;
let waiting = [];

// Sentences that come together are said together.
export function say(sentence) {
  if (!sentence) return;
  if (!waiting.length) {
    at("builder-said").textContent = "";
    setTimeout(() => {
      at("builder-said").textContent = waiting.join(" ");
      waiting = [];
    }, PAUSE);
  }
  waiting.push(sentence);
}
