// The document being edited, with undo. Panels change it only through `change`, and draw themselves anew on "change".

const UNDO_DEPTH = 200;

export class Editing extends EventTarget {
  constructor(document) {
    super();
    this.document = document;
    this.step = Math.min(1, document.steps.length - 1);
    this.answer = null; // what the server said of the document last
    this.past = [];
    this.future = [];
    this.dirty = false;
  }

  get current() {
    return this.document.steps[this.step];
  }

  // What the server solved for the step in view, once it has.
  get solved() {
    return this.answer?.steps[this.step] ?? null;
  }

  // `tag` joins the many small changes of one gesture (a slider's way) to one entry of the undo list.
  change(edit, tag = "") {
    const before = structuredClone(this.document);
    edit(this.document);
    if (JSON.stringify(before) === JSON.stringify(this.document)) return;
    const last = this.past.at(-1);
    if (!tag || !last || last.tag !== tag || last.step !== this.step) {
      this.past.push({ document: before, step: this.step, tag });
      if (this.past.length > UNDO_DEPTH) this.past.shift();
    }
    this.future = [];
    this.tell();
  }

  // A document that was read from the text view.
  replace(document) {
    if (JSON.stringify(document) === JSON.stringify(this.document)) return;
    this.past.push({ document: this.document, step: this.step, tag: "" });
    this.document = document;
    this.step = Math.min(this.step, document.steps.length - 1);
    this.future = [];
    this.tell();
  }

  // After a gesture, the next change of the same control is another entry.
  settle() {
    const last = this.past.at(-1);
    if (last) last.tag = "";
  }

  undo() {
    this.travel(this.past, this.future);
  }

  redo() {
    this.travel(this.future, this.past);
  }

  travel(from, to) {
    const entry = from.pop();
    if (!entry) return;
    to.push({ document: this.document, step: this.step, tag: "" });
    this.document = entry.document;
    this.step = Math.min(entry.step, this.document.steps.length - 1);
    this.tell();
  }

  select(step) {
    this.step = step;
    this.dispatchEvent(new Event("select"));
  }

  tell() {
    this.dirty = true;
    this.dispatchEvent(new Event("change"));
  }

  told(answer) {
    this.answer = answer;
    this.dispatchEvent(new Event("answer"));
  }
}
