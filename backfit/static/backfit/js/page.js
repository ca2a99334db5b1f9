// What the desks' scripts build with: elements, and the page's own words. Text always goes in as text, never as markup.
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

// The translated words that stand hidden in the page, by their keys.
export const wordsIn = (id) =>
  Object.fromEntries(
    [...document.querySelectorAll(`#${id} dt`)].map((term) => [
      term.textContent,
      term.nextElementSibling.textContent,
    ]),
  );
