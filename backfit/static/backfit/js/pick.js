// A plain select as a field to type into, with its options as a list below: names by their beginning first, and with
// what else is known of each (data-about). The select stays, and is what the form sends. Its empty option comes last,
// and is none that was chosen until somebody does.
import { ListBox } from "./listbox.js";
import { element } from "./page.js";

const MOST = 50; // more matches than this say: type another letter

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const nameOf = (option) => option.dataset.name ?? option.label;

export class Pick {
  // `added(typed)` gives the row for what is in no list, or null; `picked(typed)` is told of each choice.
  constructor(select, { none, hint = "", added = () => null, picked = () => {} }) {
    this.select = select;
    this.none = none;
    this.said = Boolean(select.value);
    this.added = added;
    this.picked = picked;
    const label = document.querySelector(`label[for="${select.id}"]`);
    this.box = element("ul", { id: `${select.id}_options`, className: "combobox__list", role: "listbox", hidden: true });
    this.box.setAttribute("aria-label", label.textContent.trim());
    this.input = element("input", {
      id: `${select.id}_search`,
      type: "text",
      role: "combobox",
      placeholder: hint,
      autocomplete: "off",
      spellcheck: false,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.box.id,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    label.htmlFor = this.input.id;
    select.before(element("div", { className: "pick" }, this.input, this.box));
    select.hidden = true;
    this.list = new ListBox(this.input, this.box, (row) => this.take(row));
    this.show();
    this.listen();
  }

  listen() {
    const { input } = this;
    input.addEventListener("input", (event) => {
      event.stopPropagation(); // what is typed here is no change yet
      this.search();
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("click", () => this.search(""));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.show());
  }

  // What is chosen, as it is called.
  show() {
    const option = this.select.selectedOptions[0];
    this.input.value = option && this.said ? nameOf(option) : "";
  }

  focus() {
    this.input.focus();
    this.search("");
  }

  search(typed = this.input.value) {
    if (!typed) this.input.select();
    const options = this.found(typed.trim());
    const rows = options.slice(0, MOST).map((option) => this.row(option));
    const extra = typed.trim() ? this.added(typed.trim()) : null;
    if (extra) rows.push(element("li", { role: "option", className: "combobox__option" }, extra));
    const chosen = this.said ? rows.findIndex((row) => row.dataset.value === this.select.value) : -1;
    this.list.open(rows.length ? this.grouped(rows) : [this.nothing()], typed && rows.length ? 0 : chosen);
  }

  found(typed) {
    const wanted = folded(typed).split(/\s+/).filter(Boolean);
    const text = (option) => folded(`${nameOf(option)} ${option.dataset.about ?? ""}`);
    const fits = (option) => wanted.every((part) => text(option).includes(part));
    const options = [...this.select.options].filter(fits);
    const begins = (option) => Number(!folded(nameOf(option)).startsWith(folded(typed)));
    const empty = (option) => Number(!option.value);
    return options.sort((a, b) => empty(a) - empty(b) || (typed ? begins(a) - begins(b) : 0));
  }

  row(option) {
    const row = element("li", { role: "option", className: "combobox__option" }, element("span", {}, nameOf(option)));
    if (option.dataset.about) row.append(element("span", { className: "small muted" }, option.dataset.about));
    row.dataset.value = option.value;
    row.dataset.group = option.parentElement.label ?? "";
    return row;
  }

  nothing() {
    const row = element("li", { role: "option", className: "combobox__option muted" }, this.none);
    row.setAttribute("aria-disabled", "true");
    return row;
  }

  // Rows that follow each other in one group stand under its name.
  grouped(rows) {
    const made = [];
    for (const row of rows) {
      const label = row.dataset.group;
      if (!label) {
        made.push(row);
        continue;
      }
      if (made.at(-1)?.dataset.group !== label || made.at(-1).role !== "group") {
        const group = element("ul", { role: "group", className: "pick__group" });
        group.setAttribute("aria-label", label);
        group.dataset.group = label;
        group.append(element("li", { role: "presentation", className: "pick__label" }, label));
        made.push(group);
      }
      made.at(-1).append(row);
    }
    return made;
  }

  take(row) {
    const typed = this.input.value.trim();
    const isNew = row.dataset.value === undefined;
    this.select.value = isNew ? "" : row.dataset.value;
    this.said = true;
    this.list.close();
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.picked(isNew ? typed : "");
  }

  key(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!this.list.isOpen) this.search("");
      else this.list.step(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter") {
      event.preventDefault(); // it would send the form
      if (this.list.row) this.take(this.list.row);
      else if (!this.list.isOpen) this.picked("");
    } else if (key === "Escape" && this.list.isOpen) {
      this.show();
      this.list.close();
    }
  }
}
