// Gives a number field in a .stepper a minus and a plus button; without scripts the plain field remains.
function button(step, label) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button button--secondary button--icon";
  element.textContent = step < 0 ? "\u2212" : "+";
  element.setAttribute("aria-label", label);
  return element;
}

export function enhance(stepper) {
  const input = stepper.querySelector("input[type=number]");
  if (!input || stepper.dataset.ready) return;
  stepper.dataset.ready = "yes";
  const name = input.labels[0]?.textContent.trim() ?? "";
  for (const step of [-1, 1]) {
    const element = button(step, `${name} ${step < 0 ? "\u2212" : "+"}`);
    element.addEventListener("click", () => {
      if (step < 0) input.stepDown();
      else input.stepUp();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (step < 0) input.before(element);
    else input.after(element);
  }
}

const enhanceAll = (root) => root.querySelectorAll(".stepper").forEach(enhance);

enhanceAll(document);
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
