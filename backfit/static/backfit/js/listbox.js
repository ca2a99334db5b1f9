// The list under a field, by the combobox pattern of the ARIA authoring practices: one row is active, the focus stays
// in the field. Rows are elements with role=option; one with aria-disabled only says something.
export class ListBox {
  constructor(input, box, choose) {
    this.input = input;
    this.box = box;
    this.choose = choose;
    this.active = -1;
    input.addEventListener("blur", () => this.close());
    box.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
    box.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (this.rows.includes(row)) this.choose(row);
    });
  }

  get rows() {
    return [...this.box.querySelectorAll("[role=option]:not([aria-disabled])")];
  }

  get isOpen() {
    return !this.box.hidden;
  }

  get row() {
    return this.isOpen ? this.rows[this.active] : undefined;
  }

  open(children, active = -1) {
    this.box.replaceChildren(...children);
    this.rows.forEach((row, place) => (row.id = `${this.box.id}_${place}`));
    this.box.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(active);
  }

  close() {
    this.box.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  point(place) {
    this.active = place;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === place)));
    const row = this.rows[place];
    if (!row) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  // Past the last comes the first again.
  step(by) {
    const count = this.rows.length;
    if (count) this.point(this.active < 0 && by < 0 ? count - 1 : (this.active + by + count) % count);
  }
}
