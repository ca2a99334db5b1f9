// Sends the form of Today by a request of its own. When that gets no answer of ours, because the network is gone in this
// moment or the server is, what was marked is kept on the device as "not yet sent" instead of the browser's error page.
//   <form data-kept-form [data-short]> with <p data-kept-said data-kept="…" data-full="…" data-look="…">
const PATIENCE = 30_000; // ms
const form = document.querySelector("[data-kept-form]");

// Fetched once the page is there, to have it when the network is gone.
const late = new Promise((done) => addEventListener("load", () => setTimeout(done, 0), { once: true })).then(() =>
  import("./device/keeping-form.js"),
);
late.catch(() => {}); // then the form is sent as browsers send forms

// What the server answers: {next}, where it goes on; {isRefused}, for the browser to show by itself; null for nothing,
// which includes a captive portal's page and a server that is being started.
async function send() {
  try {
    const answer = await fetch(location.href.split("#")[0], {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status >= 400 && answer.status < 500) return { isRefused: true };
    const { next } = await answer.json();
    return answer.ok && next ? { next } : null;
  } catch {
    return null;
  }
}

function say(text) {
  const said = form.querySelector("[data-kept-said]");
  said.className = "said alert tone-amber";
  said.textContent = said.dataset[text];
}

// On the page that needs no network follows what the server would have said; where that page cannot open, one sentence.
async function keep() {
  const { keepForm, canShow } = await late;
  const outcome = await keepForm(form);
  if (outcome === "nothing") return form.submit();
  if (outcome === "kept" && (await canShow())) return location.assign("/offline/#kept");
  if (outcome !== "kept") form.querySelector("[type=submit]").disabled = false;
  return say(outcome);
}

async function submit(event) {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  const answer = await send();
  if (answer?.next) location.assign(answer.next);
  else if (answer) form.submit();
  else await keep().catch(() => form.submit());
}

if (form?.querySelector("[type=submit]")) {
  form.addEventListener("submit", submit);
  // Whoever comes back to a page that the browser has kept can press again.
  addEventListener("pageshow", () => { form.querySelector("[type=submit]").disabled = false; });
}
