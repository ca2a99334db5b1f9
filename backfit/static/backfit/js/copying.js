// Copies what is written in another element.
//   <div data-copies="the-id" hidden><button>Copy</button><span role="status" data-copied="…" data-not-copied="…"></span></div>
// appears where the browser lets a page copy; the words say how it went.
document.querySelectorAll("[data-copies]").forEach((group) => {
  if (!navigator.clipboard) return;
  const source = document.getElementById(group.dataset.copies);
  const status = group.querySelector("[role=status]");
  group.hidden = false;
  group.querySelector("button").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = status.dataset.notCopied;
    }
  });
});
