// What to offer as the easier version of a line: what the catalogue knows as a step easier, then what is typed.
import { ask, at, element } from "./dom.js";

const PAUSE = 150; // ms
const LONGEST = 100;

export class EasierOffers {
  constructor(panel, key) {
    this.field = panel.querySelector("[data-field=easier]");
    this.list = panel.querySelector("datalist");
    this.key = key;
    this.about = "";
    this.field.addEventListener("input", () => this.typed());
  }

  // Once for a line with the exercise and dose that it has now.
  async show(about) {
    if (about === this.about) return;
    this.about = about;
    this.known = [];
    this.offer([]);
    const results = about ? await this.find({ easier: this.key() }) : [];
    if (about !== this.about) return;
    this.known = results;
    this.offer(results);
  }

  typed() {
    clearTimeout(this.timer);
    const query = this.field.value.trim().toLowerCase().slice(0, LONGEST);
    if (query.length < 2) return this.offer(this.known);
    this.timer = setTimeout(async () => {
      const found = await this.find({ q: query });
      if (this.field.value.trim().toLowerCase().startsWith(query)) this.offer([...this.known, ...found.filter(({ misfit }) => !misfit)]);
    }, PAUSE);
  }

  // Without a network a name can be typed all the same.
  async find(asked) {
    try {
      const { ok, body } = await ask(`${at("builder").dataset.suggest}?${new URLSearchParams(asked)}`);
      return ok && body ? body.results : [];
    } catch {
      return [];
    }
  }

  offer(results) {
    const names = [...new Set(results.map(({ name }) => name))];
    this.list.replaceChildren(...names.map((name) => element("option", { value: name })));
  }
}
