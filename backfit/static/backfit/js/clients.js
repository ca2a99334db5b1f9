// The desk works without this; here an answer opens with the cursor in it, closes by Escape and leaves the focus where it was.
function isShown(element) {
  return element.getClientRects().length > 0;
}

for (const answer of document.querySelectorAll("details.answer")) {
  answer.addEventListener("toggle", () => {
    if (!answer.open) return;
    const fields = answer.querySelectorAll("input[type=text]");
    [...fields].find(isShown)?.focus();
  });
  answer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !answer.open) return;
    answer.open = false;
    answer.querySelector("summary").focus();
  });
}

// Up and down go from client to client, as in any list; in a field they belong to the field.
const rows = [...document.querySelectorAll(".desk-row")];
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.querySelector(".desk")?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.target.closest("input, details[open]")) return;
  const next = rows[rows.indexOf(event.target.closest(".desk-row")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// Some browsers scroll to the row in the address without giving it the focus.
const place = location.hash.slice(1);
if (place && document.activeElement === document.body) document.getElementById(place)?.focus();
