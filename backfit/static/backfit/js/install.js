// Offers to put Backfit on the home screen where the browser lets a page ask, and says how on an iPhone or iPad, where it
// does not. Whoever says no, here or to the browser's own question, is not asked again: the account keeps it.
const form = document.querySelector("[data-install]");
const go = form.querySelector("[data-install-go]");
const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent) || navigator.maxTouchPoints > 1;

function show(name) {
  form.querySelector(`[data-install-${name}]`).hidden = false;
  form.hidden = false;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // the browser's own bar would cover the exercises
  go.hidden = false;
  show("prompt");
  go.onclick = async () => {
    go.disabled = true; // an event asks once
    event.prompt();
    const { outcome } = await event.userChoice;
    form.hidden = true;
    if (outcome === "dismissed") decline();
  };
});

addEventListener("appinstalled", () => { form.hidden = true; });

// Only there is this property; true on the home screen.
if (navigator.standalone === false && isApple) show("ios");

function decline() {
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).catch(() => {});
}

// Without leaving the page, which may be half filled in.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.hidden = true;
  decline();
});
