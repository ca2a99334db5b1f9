import "./exercise-names.js";

// The plan editor without page loads. Refused lines come back with a 4xx and are shown like any other answer.
const SHOWN = new Set([400, 409]);

const announcer = document.createElement("p");
announcer.className = "visually-hidden";
announcer.setAttribute("role", "status");
document.body.append(announcer);

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (SHOWN.has(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.body.addEventListener("htmx:afterSettle", () => {
  const asked = document.querySelector("#plan .question input") ?? document.querySelector("#plan [aria-invalid=true]");
  if (asked) {
    asked.focus();
  } else if (document.activeElement === document.body) {
    document.querySelector("#plan .plan-add input")?.focus();
  }
  const said = document.querySelectorAll("#plan [role=alert], #plan [data-announce]");
  announcer.textContent = [...said].map((element) => element.textContent.replace(/\s+/g, " ").trim()).join(" ");
});

// Publishing leaves the page. htmx knows nothing of a button outside its form, so it must not get the event.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.('button[form="plan"][formaction]');
  if (!button) return;
  event.preventDefault();
  const form = document.getElementById("plan");
  form.setAttribute("action", button.getAttribute("formaction"));
  HTMLFormElement.prototype.submit.call(form);
});
