// Offers the catalogue's names while somebody types one into a line of a plan: a combobox with a list box.
//   <input data-names="the list's id">   <ul id=".." role="listbox" data-source="address" hidden></ul>
// Without this the name is typed. Only the words before the first number are sent: what follows is the dose,
// and perhaps a note about a person, which is nobody's business.
const PAUSE = 150;
const inputs = "input[data-names]";
let waiting;
let asking = new AbortController();

const listOf = (input) => document.getElementById(input.dataset.names);
const optionsOf = (input) => [...listOf(input).querySelectorAll("[role=option]")];
const activeOf = (input) => document.getElementById(input.getAttribute("aria-activedescendant") ?? "");

function nameIn(text) {
  return /\d/.test(text) ? "" : text.trim();
}

function prepare(input) {
  if (input.getAttribute("role") === "combobox") return;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", input.dataset.names);
  close(input);
}

function close(input) {
  clearTimeout(waiting);
  asking.abort();
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  const list = listOf(input);
  if (list) list.hidden = true;
}

function open(input, options) {
  const list = listOf(input);
  if (!list || document.activeElement !== input) return;
  list.innerHTML = options;
  optionsOf(input).forEach((option, number) => {
    option.id = `${list.id}-${number}`;
  });
  list.hidden = list.childElementCount === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  input.removeAttribute("aria-activedescendant");
}

async function ask(input) {
  asking.abort();
  asking = new AbortController();
  const name = nameIn(input.value);
  if (!name) return;
  try {
    const address = `${listOf(input).dataset.source}?${new URLSearchParams({ q: name.slice(0, 100) })}`;
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.ok) open(input, await answer.text());
  } catch {
    // Typed on meanwhile, or no network: the line is understood without the list too.
  }
}

function point(input, option) {
  optionsOf(input).forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

// Past the last option is the line as it was typed, then the first again.
function step(input, by) {
  const options = optionsOf(input);
  const places = [null, ...options];
  const here = places.indexOf(activeOf(input));
  point(input, places[(here + by + places.length) % places.length]);
}

function choose(input, option) {
  input.value = `${option.dataset.value} `;
  close(input);
}

const keys = {
  ArrowDown: (input) => step(input, 1),
  ArrowUp: (input) => step(input, -1),
  Enter: (input) => (activeOf(input) ? choose(input, activeOf(input)) : false),
  Escape: close,
};

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(inputs)) prepare(target);
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(inputs)) return;
  prepare(target);
  close(target);
  waiting = setTimeout(ask, PAUSE, target);
});

document.addEventListener("keydown", (event) => {
  const { target, key, isComposing } = event;
  if (isComposing || !target.matches?.(inputs) || !(key in keys) || listOf(target).hidden) return;
  if (keys[key](target) !== false) event.preventDefault();
  else close(target);
});

document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.(inputs) && listOf(target)) close(target);
});

// Pressing an option must not take the focus from the input, which would close the list before the click.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("[role=listbox][data-source]")) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  const option = target.closest?.("[role=listbox][data-source] [role=option]");
  if (option) choose(document.querySelector(`input[data-names="${CSS.escape(option.parentElement.id)}"]`), option);
});
