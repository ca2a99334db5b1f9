// The desk works without this; here an answer opens with the cursor in it and closes by Escape.
for (const answer of document.querySelectorAll("details.answer")) {
  const summary = answer.querySelector("summary");
  // At once, not at the browser's later "toggle": what is typed right after must not be lost.
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    answer.open = !answer.open;
    if (answer.open) answer.querySelector("input[type=text]").focus();
  });
  answer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !answer.open) return;
    answer.open = false;
    summary.focus();
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
