// Ideas for a moment: one tap fills the words and a likely time, which can be changed.
for (const row of document.querySelectorAll("[data-cue-row]")) {
  const [words, at] = row.querySelectorAll("input");
  const ideas = row.querySelector("[data-ideas]");
  ideas.hidden = false;
  ideas.addEventListener("click", ({ target }) => {
    const idea = target.closest("button");
    if (!idea) return;
    words.value = idea.textContent;
    at.value = idea.dataset.at;
    at.focus();
  });
}
