// Adds this browser to the devices that reminders go to. It asks for permission only when somebody taps the button.
import { markPush, personHere } from "./device/person.js";
import { wordsIn } from "./page.js";

const card = document.getElementById("devices");
const form = card.querySelector("[data-push-form]");
const status = card.querySelector("[data-push-status]");
const words = wordsIn("push-words");
const supported = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(base64url) {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

async function send(method, address, body) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(address, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const { detail } = await response.json().catch(() => ({}));
    throw new Error(detail ?? words.failed);
  }
}

async function subscription() {
  const worker = await navigator.serviceWorker.ready;
  const key = bytes(card.dataset.pushKey);
  const found = await worker.pushManager.getSubscription();
  const known = found && new Uint8Array(found.options.applicationServerKey ?? []);
  if (found && known.join() === key.join()) return found;
  // One that was made for another key of this site gets nothing any more.
  await found?.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function add() {
  if ((await Notification.requestPermission()) !== "granted") {
    status.textContent = words.denied;
    return;
  }
  const { endpoint, keys } = (await subscription()).toJSON();
  await send("POST", "/api/v1/push-subscriptions/", { endpoint, keys });
  markPush(personHere());
  await send("PATCH", "/api/v1/reminders/", { by_push: true });
  location.reload();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await add();
  } catch (error) {
    status.textContent = error.message && !(error instanceof DOMException) ? error.message : words.failed;
  } finally {
    button.disabled = false;
  }
});

async function begin() {
  if (!supported) {
    status.textContent = words.unknown;
    return;
  }
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) return; // nothing here could show a message
  if (Notification.permission === "denied") {
    status.textContent = words.denied;
    return;
  }
  form.hidden = false;
}

begin();
