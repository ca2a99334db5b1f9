// A thread: what is new is marked as read once it is in sight for a moment, and not in a tab that nobody looks at.
// Without this there is a button for it.
const MOMENT = 1500;
const form = document.querySelector("form[data-mark-read]");

async function mark() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", wait);
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    // The way on is where the button would lead: any other answer leaves the button for another try.
    if (answer.type !== "opaqueredirect") return;
  } catch {
    return;
  }
  if (!form.contains(document.activeElement)) form.hidden = true;
  document.querySelectorAll("[data-messages-waiting]").forEach((count) => count.remove());
}

function wait() {
  setTimeout(mark, MOMENT);
}

if (form) {
  document.addEventListener("visibilitychange", wait);
  wait();
}

// A long thread opens where there is something to read, unless something else comes first: whom to call, or an error.
const first = document.querySelector(".thread .tone-red, .form-errors");
const newest = document.querySelector(".thread__new") ?? document.getElementById("newest");
if (!first) newest?.scrollIntoView({ block: "center" });
else if (first.matches(".form-errors")) first.scrollIntoView({ block: "center" });
