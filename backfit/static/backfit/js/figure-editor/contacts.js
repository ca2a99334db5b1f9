// Chips for what touches what and for how the body is turned, and the selects that add one.
import { button, element, field, number, redraw, select, word } from "./dom.js";

export function contactChips(editing, list) {
  const solved = editing.solved;
  const chips = (solved?.contacts ?? []).map((contact) => contactChip(editing, contact));
  const off = (solved?.lifted ?? []).map((lifted) => liftedChip(editing, lifted));
  redraw(list, ...chips, ...off);
}

function contactChip(editing, contact) {
  const remove = () =>
    editing.change(() => {
      const step = editing.current;
      if (contact.inherited) step.lift = [...(step.lift ?? []), contact.point];
      else step.contacts = (step.contacts ?? []).filter((line) => line !== contact.line);
      if (step.contacts && !step.contacts.length) delete step.contacts;
    });
  const label = contact.inherited ? word("switchOff") : word("remove");
  const cross = button("×", remove, { className: "figure-chip__button", title: label });
  cross.setAttribute("aria-label", `${label}: ${contact.words}`);
  cross.dataset.key = `contact ${contact.line}`;
  const miss = contact.miss > 1 ? element("span", { className: "figure-chip__miss" }, ` ${contact.miss} cm`) : null;
  const note = contact.inherited ? element("span", { className: "figure-chip__note" }, ` ${word("inherited")}`) : null;
  const kind = contact.inherited ? "figure-chip figure-chip--inherited" : "figure-chip";
  return element("li", { className: kind, "data-key": contact.line + contact.inherited }, contact.words, note, miss, cross);
}

function liftedChip(editing, lifted) {
  const back = () =>
    editing.change(() => {
      const step = editing.current;
      step.lift = step.lift.filter((name) => name !== lifted.name);
      if (!step.lift.length) delete step.lift;
    });
  const again = button("↺", back, { className: "figure-chip__button", title: word("switchOn") });
  again.setAttribute("aria-label", `${word("switchOn")}: ${lifted.words}`);
  again.dataset.key = `lifted ${lifted.name}`;
  return element("li", { className: "figure-chip figure-chip--off", "data-key": lifted.name }, element("s", {}, lifted.words), again);
}

export function contactAdder(editing, choices, panel) {
  const point = select(choices.points, "palm.L", () => {});
  const target = select([...choices.surfaces, ...choices.points], "floor", () => {});
  const add = () =>
    editing.change(() => {
      const step = editing.current;
      const line = `${point.value} on ${target.value}`;
      step.contacts = [...(step.contacts ?? []).filter((each) => each !== line), line];
    });
  panel.replaceChildren(
    field(word("touching"), point),
    element("span", { className: "figure-row__word" }, word("on")),
    field(word("touched"), target),
    button(word("add"), add, { id: "figure-contact-button" }),
  );
}

export function turnChips(editing, list) {
  const turns = editing.current.turn ?? [];
  redraw(
    list,
    ...turns.map((line, index) => {
      const remove = () =>
        editing.change(() => {
          const step = editing.current;
          step.turn = step.turn.filter((_line, place) => place !== index);
          if (!step.turn.length) delete step.turn;
        });
      const cross = button("×", remove, { className: "figure-chip__button" });
      cross.setAttribute("aria-label", `${word("remove")}: ${line}`);
      cross.dataset.key = `turn ${index}`;
      return element("li", { className: "figure-chip" }, line, cross);
    }),
  );
}

export function turnAdder(editing, choices, panel) {
  const unit = (turn) => choices.turns.find(([name]) => name === turn)[1];
  const amount = number(20, { min: 1, max: 180, step: 1 }, () => {});
  const kind = select(choices.turns.map(([name]) => name), choices.turns[0][0], () => (sign.textContent = unit(kind.value)));
  const sign = element("span", { className: "figure-row__word" }, unit(kind.value));
  const add = () => {
    if (!amount.reportValidity() || amount.value === "") return;
    editing.change(() => {
      const step = editing.current;
      const line = `${kind.value} ${amount.value}${unit(kind.value) === "cm" ? " cm" : ""}`;
      step.turn = [...(step.turn ?? []), line];
    });
  };
  panel.replaceChildren(field(word("turning"), kind), field(word("amount"), amount), sign, button(word("add"), add));
}
