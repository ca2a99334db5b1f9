// Steps, faults and cautions: rows that are added, deleted and moved. Without this script a row has a number and a tick.
import { dragRow } from "../dragging.js";
import { pageIn } from "../trusted.js";
import { changed, element, say, word } from "./dom.js";

class Rows {
  constructor(section) {
    this.section = section;
    this.one = section.dataset.one;
    this.list = section.querySelector("ol");
    this.template = section.querySelector("template");
    this.total = section.querySelector("[name$=TOTAL_FORMS]");
    section.classList.add("desk-rows-scripted");
    for (const row of this.all) this.equip(row);
    for (const row of this.all) if (this.isEmpty(row) && this.all.length > 1) row.remove();
    const add = section.querySelector("[data-add]");
    add.onclick = () => this.add(this.shown.at(-1));
    this.number();
  }

  get all() {
    return [...this.list.children];
  }

  get shown() {
    return this.all.filter((row) => !row.matches(".desk-row--deleted"));
  }

  texts(row) {
    return [...row.querySelectorAll("textarea, .desk-row__fields select")];
  }

  isEmpty(row) {
    return this.texts(row).every((field) => !field.value.trim());
  }

  equip(row) {
    const button = (name, sign, act) =>
      element("button", { type: "button", className: `button desk-tool desk-tool--${name}`, onclick: act }, sign);
    const handle = element("span", { className: "desk-handle", title: word("drag"), "aria-hidden": "true" }, "⠿");
    row.querySelector(".desk-row__tools").append(
      button("up", "↑", () => this.move(row, -1)),
      button("down", "↓", () => this.move(row, 1)),
      button("delete", "×", () => this.delete(row)),
    );
    row.prepend(element("div", { className: "desk-row__number" }, element("span"), handle));
    row.addEventListener("keydown", (event) => this.key(event, row));
    row.addEventListener("paste", (event) => this.paste(event, row));
    handle.addEventListener("pointerdown", (event) => this.drag(event, row));
  }

  number() {
    const { shown } = this;
    shown.forEach((row, place) => {
      const at = { one: this.one, n: place + 1 };
      const name = word("row", at);
      row.querySelector(".desk-row__fields").setAttribute("aria-label", name[0].toUpperCase() + name.slice(1));
      row.querySelector(".desk-row__number span").textContent = place + 1;
      row.querySelector("[data-place]").value = place + 1;
      for (const tool of ["up", "down", "delete"]) {
        row.querySelector(`.desk-tool--${tool}`).setAttribute("aria-label", word(tool, at));
      }
      row.querySelector(".desk-tool--up").disabled = place === 0;
      row.querySelector(".desk-tool--down").disabled = place === shown.length - 1;
    });
  }

  add(after, text = "") {
    const number = Number(this.total.value);
    this.total.value = number + 1;
    const markup = this.template.innerHTML.replaceAll("__prefix__", number);
    const row = pageIn(`<template>${markup}</template>`).querySelector("template").content.firstElementChild;
    if (after) after.after(row);
    else this.list.append(row);
    this.equip(row);
    this.number();
    const [first] = this.texts(row);
    const field = row.querySelector("textarea");
    field.value = text;
    first.focus();
    if (text) changed(field);
    return row;
  }

  move(row, by) {
    const { shown } = this;
    const place = shown.indexOf(row);
    const other = shown[place + by];
    if (!other) return;
    const focused = document.activeElement;
    if (by < 0) other.before(row);
    else other.after(row);
    this.number();
    // A button at the end of its way is switched off and cannot keep the focus.
    if (row.contains(focused)) (focused.disabled ? row.querySelector(".desk-tool:enabled") : focused).focus();
    row.scrollIntoView({ block: "nearest" });
    changed(this.list);
    say(word("moved", { one: this.one, n: place + by + 1, all: shown.length }));
  }

  delete(row) {
    const at = { one: this.one, n: this.shown.indexOf(row) + 1 };
    row.querySelector("[name$=DELETE]").checked = true;
    row.classList.add("desk-row--deleted");
    const undo = element("button", { type: "button", className: "button" }, word("undo"));
    const note = element("p", { className: "desk-row__gone desk-line" }, word("deleted", at), undo);
    undo.onclick = () => {
      note.remove();
      row.querySelector("[name$=DELETE]").checked = false;
      row.classList.remove("desk-row--deleted");
      this.told(word("restored", at));
      this.texts(row)[0].focus();
    };
    row.append(note);
    this.told(word("deleted", at));
    undo.focus();
  }

  told(sentence) {
    this.number();
    changed(this.list);
    say(sentence);
  }

  key(event, row) {
    const text = event.target.matches("textarea");
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      this.move(row, event.key === "ArrowUp" ? -1 : 1);
    } else if (text && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const fields = this.texts(row);
      const next = fields[fields.indexOf(event.target) + 1];
      if (next) next.focus();
      else this.add(row);
    } else if (text && event.key === "Backspace" && this.isEmpty(row) && this.shown.length > 1) {
      event.preventDefault();
      const before = this.shown[Math.max(0, this.shown.indexOf(row) - 1)];
      const field = this.texts(before === row ? this.shown[1] : before).at(-1);
      row.remove();
      this.number();
      field.focus();
      changed(this.list);
    }
  }

  // Several lines become several rows.
  paste(event, row) {
    const lines = event.clipboardData.getData("text/plain").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2 || this.texts(row).length > 1) return;
    event.preventDefault();
    let last = row;
    if (this.isEmpty(row)) {
      event.target.value = lines.shift();
      changed(event.target);
    }
    for (const line of lines) last = this.add(last, line);
  }

  drag(event, row) {
    const end = () => {
      this.number();
      changed(this.list);
    };
    dragRow(event, { row, rows: () => this.shown, end, dragged: "desk-row--dragged" });
  }
}

export function rows(form) {
  for (const section of form.querySelectorAll("[data-rows]")) new Rows(section);
}
