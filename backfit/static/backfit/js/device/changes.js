// Tells this page, the other pages and the worker that something was kept or sent: a "device-change" event on window.
const EVENT = "device-change";
const channel = globalThis.BroadcastChannel ? new BroadcastChannel("backfit-device") : null;

function here(detail) {
  if (globalThis.document) globalThis.dispatchEvent(new CustomEvent(EVENT, { detail }));
}

if (channel) channel.onmessage = ({ data }) => here(data);

export function changed(detail = {}) {
  here(detail);
  channel?.postMessage(detail);
}
