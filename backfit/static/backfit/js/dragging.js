// A row follows the pointer, finger or mouse, through a list or several. Rows change places at once instead of floating,
// so there is no motion to be spared. The keyboard has keys of its own for this.
const EDGE = 60; // px from the window's edge where it begins to scroll
const STEP = 12;

// `rows()` gives the rows that it may stand beside, `end()` is told when it has been let go of. A `fixed` row is one
// below which nothing may stand.
export function dragRow(event, { row, rows, end, dragged, fixed = () => false }) {
  if (event.button !== 0) return;
  event.preventDefault();
  const handle = event.currentTarget;
  handle.setPointerCapture(event.pointerId);
  row.classList.add(dragged);
  const follow = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -STEP);
    else if (clientY > innerHeight - EDGE) scrollBy(0, STEP);
    const over = rows().find((other) => {
      const { top, bottom } = other.getBoundingClientRect();
      return other !== row && clientY > top && clientY < bottom;
    });
    if (!over) return;
    const { top, height } = over.getBoundingClientRect();
    const below = clientY > top + height / 2 && !fixed(over);
    if (below && over.nextElementSibling !== row) over.after(row);
    else if (!below && over.previousElementSibling !== row) over.before(row);
    handle.setPointerCapture(event.pointerId); // moving a node lets go of the pointer
  };
  const drop = () => {
    row.classList.remove(dragged);
    handle.removeEventListener("pointermove", follow);
    handle.removeEventListener("pointerup", drop);
    handle.removeEventListener("pointercancel", drop);
    end();
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("pointerup", drop);
  handle.addEventListener("pointercancel", drop);
}
