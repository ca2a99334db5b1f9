// On every page of somebody signed in. Signing out is watched from the start, and whose device this is stands from the
// start: the next page may be one that cannot say it. The rest, which keeps the copy fresh and sends what waits, begins
// when the page is there and still.
import { isSignedIn, personHere, remember } from "./person.js";

function watchSignOut() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      import("./signing-out.js")
        .then(({ ask }) => ask(form))
        .catch(() => form.submit()); // a storage that cannot be read keeps nobody signed in
    });
  }
}

function whenStill(begin) {
  const soon = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 200)); // Safari knows none
  const wait = () => soon(begin, { timeout: 2000 });
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
}

async function beginDevice() {
  const [{ begin }, { showBadge }] = await Promise.all([import("./courier.js"), import("./badge.js")]);
  await begin(showBadge);
  await import("./signing-out.js"); // to have it here when the network is gone
}

if (isSignedIn()) {
  watchSignOut();
  remember(personHere());
}
whenStill(beginDevice);
