// The one place where text becomes HTML or the address of a script; the content policy lets no other do it. What is
// parsed here lies in a document of its own, where nothing runs; markup that is put on a page from it runs nothing
// either, since the policy allows no script within a page.
const policy = globalThis.trustedTypes?.createPolicy("backfit", {
  createHTML: (text) => text,
  createScriptURL: (address) => {
    const url = new URL(address, location.href);
    if (url.origin !== location.origin) throw new TypeError(`no script of ours: ${url.origin}`);
    return url.href;
  },
}) ?? { createHTML: (text) => text, createScriptURL: (address) => address };

// The document that the text describes, which nobody sees.
export function pageIn(text) {
  return new DOMParser().parseFromString(policy.createHTML(text), "text/html");
}

// For a worker; of this site's own.
export function scriptAt(address) {
  return policy.createScriptURL(address);
}

// Shows the page in a frame, from the beginning.
export function showIn(frame, text) {
  frame.srcdoc = policy.createHTML(text);
}

// By this name htmx has its answers parsed.
Document.parseHTMLUnsafe = pageIn;
