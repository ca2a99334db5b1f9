// What passkeys need beside allauth's own script: shown only where there can be any, and a sentence when it fails.
//   <section hidden data-passkey-offer>   is shown where the device itself can ask for a finger, a face or its code
//   <p hidden role="alert" data-passkey-fault data-cancelled="…" data-known="…" data-failed="…">   says what went wrong
//   <button disabled data-passkey-button>   can be pressed once allauth's script listens: before that it would do nothing,
//                                           or send a form with no passkey in it
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey-button]")) button.disabled = false;
});

const address = /^[\d.]+$|:/; // a passkey belongs to a name; a site that is called by its number can have none
const possible = Boolean(window.PublicKeyCredential) && !address.test(location.hostname);

const offers = document.querySelectorAll("[data-passkey-offer]");
if (possible && offers.length) {
  const here = await window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
  offers.forEach((offer) => (offer.hidden = !here));
}

const WORDS = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" };

document.addEventListener("allauth.error", (event) => {
  const fault = document.querySelector("[data-passkey-fault]");
  if (!fault) return;
  event.preventDefault();
  fault.textContent = fault.dataset[WORDS[event.detail.exception?.name] ?? "failed"];
  fault.hidden = false;
});
