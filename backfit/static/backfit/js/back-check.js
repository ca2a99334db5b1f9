// Makes the browser's back button go through the screens of the back check. They are answers to POST and are kept
// nowhere, so a browser alone would ask whether to send a form again. Each screen stays in this page's memory only,
// and is gone with it.
import { pageIn } from "./trusted.js";
const screens = [document.getElementById("back-check")];
let here = 0;
history.replaceState({ backCheck: 0 }, "");

const show = (number) => {
  screens[here].replaceWith(screens[number]);
  here = number;
  const heading = screens[here].querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
  scrollTo(0, 0);
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-back-check]");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  let screen = null;
  let refused = false;
  try {
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const answer = await fetch(form.action, { method: "POST", body });
    refused = answer.status === 400;
    screen = pageIn(await answer.text()).getElementById("back-check");
  } catch {
    // No network: the browser says so better than we could.
  }
  if (!screen) {
    form.dataset.plain = "yes";
    form.requestSubmit(event.submitter);
    return;
  }
  document.adoptNode(screen);
  if (refused) {
    screens[here].replaceWith(screen);
    screens[here] = screen;
    screen.querySelector("[aria-invalid=true]")?.focus();
    return;
  }
  screens.length = here + 1;
  screens.push(screen);
  history.pushState({ backCheck: here + 1 }, "");
  show(here + 1);
});

addEventListener("popstate", ({ state }) => {
  if (screens[state?.backCheck]) show(state.backCheck);
});
