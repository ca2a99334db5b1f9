// A list of many words as chips with a search box: the combobox of the ARIA authoring practices over a plain select.
import { ListBox } from "../listbox.js";
import { changed, element, folded, say, word } from "./dom.js";

const MOST = 50; // more matches than this say: type another letter
const PAUSE = 200; // ms before a long list is asked for at the server

class Chips {
  constructor(select) {
    this.select = select;
    this.label = document.querySelector(`label[for="${select.id}"]`);
    this.name = this.label.textContent.trim();
    this.list = element("ul", { className: "desk-chips", "aria-label": word("chosen", { label: this.name }) });
    this.box = element("ul", { id: `${select.id}_options`, className: "desk-options", role: "listbox", hidden: true });
    this.box.setAttribute("aria-label", this.name);
    this.input = element("input", {
      id: `${select.id}_search`,
      type: "text",
      role: "combobox",
      className: "vTextField",
      placeholder: select.dataset.chips,
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.box.id,
    });
    const about = select.getAttribute("aria-describedby");
    if (about) this.input.setAttribute("aria-describedby", about);
    if (select.getAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
    this.label.htmlFor = this.input.id;
    select.before(this.list, element("div", { className: "desk-combobox" }, this.input, this.box));
    select.hidden = true;
    this.rows = new ListBox(this.input, this.box, (row) => this.add(this.matches[Number(row.dataset.place)]));
    this.listen();
    this.show();
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is no change yet
      this.search();
    });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("click", () => this.search());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  get chosen() {
    return [...this.select.selectedOptions];
  }

  show() {
    const chips = this.chosen.map((option) => {
      const remove = element("button", { type: "button", className: "desk-chip__remove" }, "×");
      remove.setAttribute("aria-label", word("remove", { what: option.label }));
      remove.onclick = () => this.remove(option);
      return element("li", { className: "desk-chip" }, option.label, remove);
    });
    this.list.replaceChildren(...chips);
    this.list.hidden = !chips.length;
  }

  add(option) {
    option.selected = true;
    this.select.prepend(...this.chosen.filter((other) => other !== option), option); // sent in the order chosen
    this.input.value = "";
    this.rows.close();
    this.told(word("added", { what: option.label }));
  }

  remove(option) {
    option.selected = false;
    this.input.focus();
    this.rows.close();
    this.told(word("removed", { what: option.label }));
  }

  told(sentence) {
    this.show();
    changed(this.select);
    say(sentence);
  }

  async search() {
    const wanted = folded(this.input.value).split(/\s+/).filter(Boolean);
    if (this.select.dataset.more && wanted.length) await this.fetchMore();
    const free = [...this.select.options].filter((option) => !option.selected);
    const found = free.filter((option) => wanted.every((part) => folded(option.label).includes(part)));
    const first = (option) => Number(!folded(option.label).startsWith(wanted[0] ?? ""));
    this.matches = found.sort((a, b) => first(a) - first(b) || a.label.localeCompare(b.label)).slice(0, MOST);
    this.open();
  }

  // A long catalogue is not sent with the page; what the server finds is added to the select.
  async fetchMore() {
    const typed = this.input.value;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (typed !== this.input.value) return;
    try {
      const response = await fetch(`${this.select.dataset.more}?${new URLSearchParams({ q: typed })}`);
      const known = new Set([...this.select.options].map((option) => option.value));
      for (const [value, label] of (await response.json()).choices) {
        if (!known.has(value)) this.select.append(new Option(label, value));
      }
    } catch {
      // what is known already can still be chosen
    }
  }

  open() {
    const rows = this.matches.map((option, place) => {
      const row = element("li", { role: "option", className: "desk-option" });
      row.dataset.place = place;
      row.append(option.label);
      return row;
    });
    const none = element("li", { className: "desk-option desk-option--none", role: "option" }, word("nothing"));
    none.setAttribute("aria-disabled", "true");
    this.rows.open(rows.length ? rows : [none], rows.length && this.input.value ? 0 : -1);
    if (this.input.value) say(rows.length ? word("found", { n: rows.length }) : word("nothing"));
  }

  async key(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.rows.isOpen) return this.rows.step(key === "ArrowDown" ? 1 : -1);
      await this.search();
      this.rows.point(key === "ArrowDown" ? 0 : this.matches.length - 1);
    } else if (key === "Enter") {
      event.preventDefault(); // it would save the form
      if (this.rows.row) this.rows.choose(this.rows.row);
    } else if (key === "Escape") {
      if (!this.rows.isOpen) this.input.value = "";
      this.rows.close();
    } else if (key === "Backspace" && !this.input.value && this.chosen.length) {
      this.remove(this.chosen.at(-1));
    }
  }
}

export function chips(form) {
  for (const select of form.querySelectorAll("select[data-chips]")) new Chips(select);
}
