// What the service worker does with messages: show them, open the page they lead to, stop them.
// A message is {title, body, url, stop, stop_label, tag}; addresses are paths of this site, others are not followed.
const HOME = "/today/";
const ICON = "/static/backfit/img/icon-192.png";

function within(scope, path) {
  if (!path) return null;
  try {
    const url = new URL(path, scope.location.origin);
    return url.origin === scope.location.origin ? url.pathname : null;
  } catch {
    return null;
  }
}

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

function show(scope, message) {
  const stop = within(scope, message.stop);
  return scope.registration.showNotification(message.title ?? "Backfit", {
    body: message.body ?? "",
    // A second copy takes the place of the first, without a sound.
    tag: message.tag ?? "reminder",
    icon: ICON,
    data: { url: within(scope, message.url) ?? HOME, stop },
    actions: stop ? [{ action: "stop", title: message.stop_label ?? "Stop" }] : [],
  });
}

async function open(scope, path) {
  const pages = await scope.clients.matchAll({ type: "window" });
  const shown = pages.find((page) => new URL(page.url).pathname === path) ?? null;
  return shown ? shown.focus() : scope.clients.openWindow(path);
}

async function stop(scope, path) {
  try {
    const answer = await fetch(path, { method: "POST", credentials: "omit", redirect: "error" });
    if (answer.ok) return null;
  } catch {
    // No network: the page with the button is where it can be tried again.
  }
  return scope.clients.openWindow(path);
}

export function handlePush(scope) {
  scope.addEventListener("push", (event) => {
    event.waitUntil(show(scope, read(event.data)));
  });
  scope.addEventListener("notificationclick", (event) => {
    const { url, stop: stopping } = event.notification.data ?? {};
    event.notification.close();
    event.waitUntil(event.action === "stop" && stopping ? stop(scope, stopping) : open(scope, url ?? HOME));
  });
}
