// Says whether everything is saved, and asks when somebody else has saved something else.
import { at, element, put, word } from "./dom.js";
import { say } from "./say.js";

const TROUBLE = new Set(["offline", "broken", "refused", "signedOut", "conflict"]);
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

export function status(saver, { plan }) {
  let trouble = false;

  const words = (state, { at: time, sentence }) => {
    if (state === "saved") return word("saved", { time: clock.format(time ? new Date(time) : new Date()) });
    if (state === "refused") return word("refused", { sentence });
    return word(state);
  };

  saver.addEventListener("state", ({ detail }) => {
    const { state } = detail;
    const still = TROUBLE.has(saver.shown) && (state === "waiting" || state === "saving");
    if (still) return; // it is no news until it has worked
    saver.shown = state;
    const kept = TROUBLE.has(state) && state !== "conflict" ? ` ${word(saver.kept === false ? "notKept" : "kept")}` : "";
    const sentence = words(state, detail) + kept;
    put(at("builder-state"), "textContent", sentence);
    at("builder-state").dataset.state = state;
    if (TROUBLE.has(state) && detail.mine !== false) say(sentence);
    else if (trouble && state === "saved") say(sentence);
    trouble = TROUBLE.has(state) || (trouble && state !== "saved");
    if (state === "conflict" && detail.mine) {
      at("builder-state").append(" ", element("a", { href: "#builder-conflict" }, word("seeDifference")));
    }
    // What was typed is kept here, so going to sign in and back loses nothing.
    if (state === "signedOut") at("builder-state").append(" ", element("a", { href: location.pathname }, word("signIn")));
    if (state === "conflict") (detail.mine ? asks : tells)(detail);
    else if (state !== "saved") at("builder-conflict").hidden = true;
  });

  const list = (difference) => element("ul", {}, ...difference.map((sentence) => element("li", {}, sentence)));

  const show = (...children) => {
    at("builder-conflict").replaceChildren(...children);
    at("builder-conflict").hidden = false;
  };

  // What was typed here differs from what is stored: the person decides.
  function asks({ detail, difference }) {
    const choose = (act, sentence) => () => {
      at("builder-conflict").hidden = true;
      act();
      say(word(sentence));
      at("builder-phases").querySelector("[data-part=input]")?.focus();
    };
    const button = (label, kind, act, sentence) =>
      element("button", { type: "button", className: `button ${kind}`, onclick: choose(act, sentence) }, word(label));
    show(
      element("h2", {}, word("conflictTitle")),
      element("p", {}, detail),
      list(difference),
      element("p", { className: "actions" },
        button("keepMine", "", () => saver.keepMine(), "keptMine"),
        button("takeTheirs", "button--secondary", () => saver.takeTheirs(), "tookTheirs")),
    );
  }

  // Nothing was unsaved here, so what the other window saved is shown at once.
  function tells({ difference }) {
    const close = () => {
      at("builder-conflict").hidden = true;
    };
    show(
      element("h2", {}, word("elsewhereTitle")),
      list(difference),
      element("p", { className: "actions" },
        element("button", { type: "button", className: "button button--secondary", onclick: close }, word("understood"))),
    );
    say(word("elsewhereTitle"));
  }

  const errors = () => {
    at("builder-errors").hidden = !plan.answer.errors.length;
    put(at("builder-errors"), "textContent", plan.answer.errors.join(" "));
  };

  plan.addEventListener("told", errors);
  errors();
  put(at("builder-state"), "textContent", plan.answer.saved_at ? words("saved", { at: plan.answer.saved_at }) : "");
}
