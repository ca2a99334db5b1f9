// The grid of a paper sheet: arrows move between its cells, and a button ticks a whole row or column.
const sheet = document.querySelector("[data-paper]");
const LEADING = 2; // cells before the first day
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// Rows of the grid by column; a closed day leaves a gap.
const grid = [...sheet?.rows ?? []]
  .map((row) => [...row.cells].map((cell) => cell.querySelector("[data-cell]")))
  .filter((row) => row.some(Boolean));

function placeOf(cell) {
  const row = grid.findIndex((cells) => cells.includes(cell));
  return [row, grid[row].indexOf(cell)];
}

function neighbour(cell, [down, across]) {
  let [row, column] = placeOf(cell);
  do {
    row += down;
    column += across;
  } while (grid[row] && column >= 0 && column < grid[row].length && !grid[row][column]);
  return grid[row]?.[column];
}

// Within a number the arrows first reach its ends, as they do in every field.
function isInsideText(field, across) {
  if (field.type !== "text" || !across || field.selectionStart !== field.selectionEnd) return false;
  return across < 0 ? field.selectionStart > 0 : field.selectionEnd < field.value.length;
}

sheet?.addEventListener("keydown", (event) => {
  const move = MOVES[event.key];
  if (!move || !event.target.matches("[data-cell]") || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const across = document.dir === "rtl" ? -move[1] : move[1];
  if (isInsideText(event.target, across)) return;
  const next = neighbour(event.target, [move[0], across]);
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (next.type === "text") next.select();
});

// All are ticked, unless all were: then a second press takes the ticks away again.
function toggle(cells) {
  const boxes = cells.filter((cell) => cell?.type === "checkbox");
  const on = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = on;
}

for (const button of sheet?.querySelectorAll(".paper__all") ?? []) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.dataset.column === undefined) {
      toggle([...button.closest("tr").querySelectorAll("[data-cell]")]);
    } else {
      toggle(grid.map((row) => row[Number(button.dataset.column) + LEADING]));
    }
  });
}
