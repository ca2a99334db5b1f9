// Ideas for a moment: one tap fills the words and a likely time into the next empty row; both can be changed.
const ideas = document.querySelector("[data-ideas]");
const rows = [...document.querySelectorAll("[data-cue-row]")].map((row) => row.querySelectorAll("input"));

ideas.hidden = false;
ideas.addEventListener("click", ({ target }) => {
  const idea = target.closest("button");
  if (!idea) return;
  const [words, at] = rows.find(([field]) => !field.value.trim()) ?? rows.at(-1);
  words.value = idea.textContent;
  at.value = idea.dataset.at;
  at.focus();
});
