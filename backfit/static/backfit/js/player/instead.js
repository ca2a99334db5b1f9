// What there is to do in place of a line: its easier version, or another one of the choice it belongs to. Only what the
// therapist has set is ever offered.
import { eased, easedItem, hasBegun, isEased, offersEasier, uneased } from "./easier.js";
import { withSteps } from "./keeping.js";
import { askInstead } from "./sheets.js";

// Reasons for which something else to do may help.
const OTHERS_FOR = ["pain", "too_hard", "no_equipment"];
const EASIER_FOR = ["too_hard"];

export class Instead {
  constructor({ playing, pictures, settings, others }) {
    Object.assign(this, { playing, pictures, settings, others });
  }

  get line() {
    return this.playing.lines[this.playing.line];
  }

  // At the beginning, or at any time: the easier one, and back to the usual one as long as nothing was done of it.
  async choose() {
    if (isEased(this.line)) this.swap(uneased);
    else if ((await askInstead([easedItem(this.line.item)], { skipping: false })) !== "") this.swap(eased);
  }

  // For that reason of leaving it out. True when the line goes on, in its easier version.
  async offer(code) {
    const easier = EASIER_FOR.includes(code) && offersEasier(this.line);
    const there = new Set(this.playing.lines.map((line) => line.key));
    const others = OTHERS_FOR.includes(code) ? this.others(this.line).filter((line) => !there.has(line.key)) : [];
    const items = [...(easier ? [easedItem(this.line.item)] : []), ...others.map(({ item }) => item)];
    if (!items.length) return false;
    const answer = await askInstead(items, { skipping: true });
    if (answer === "") return false;
    if (easier && answer === "0") {
      this.swap(eased);
      return true;
    }
    this.playing.insert(this.stepped(others[Number(answer) - (easier ? 1 : 0)]));
    return false;
  }

  stepped(line) {
    return withSteps(line, this.pictures, this.settings);
  }

  swap(how) {
    const { record, step } = this.playing;
    this.playing.swap(how(this.line, record, step, (line) => this.stepped(line)));
  }
}

// What the button on the stage says: "easier", "usual", or "" where there is nothing to change.
export function wayOut(line, record) {
  if (!isEased(line)) return offersEasier(line) ? "easier" : "";
  return hasBegun(line, record) ? "" : "usual";
}
