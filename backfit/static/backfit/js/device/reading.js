// What an entry says, for a person: on the page of what is not sent, and in the file that they can save of it.
const LINE = "\n";

// {title, program, lines, about} with the words of the page; the copy knows what the exercises are called.
export function read({ body, kept_at: at }, copy, words, momentInWords) {
  const program = copy?.programs.find(({ id }) => id === body?.program);
  const name = (key) => program?.items[key]?.name ?? words.exercise;
  const told = [["pain", body?.worst_pain], ["effort", body?.effort]].filter(([, value]) => value !== null && value !== undefined);
  return {
    title: momentInWords(body?.started_at ?? at),
    program: program?.name ?? "",
    lines: (body?.results ?? []).map(({ item, status }) => `${name(item)}: ${words[status] ?? status}`),
    about: [...told.map(([key, value]) => words[key].replace("%n", value)), body?.note].filter(Boolean).join(", "),
  };
}

// For people first, and below it for whoever puts it back in.
export function asText(entries, copy, words, momentInWords) {
  const parts = entries.map((entry) => {
    const { title, program, lines, about } = read(entry, copy, words, momentInWords);
    return [title, program, ...lines.map((line) => `- ${line}`), about].filter(Boolean).join(LINE);
  });
  const raw = entries.map(({ uuid, body, kept_at: at }) => ({ uuid, kept_at: at, ...body }));
  return [words.title, ...parts, JSON.stringify(raw, null, 1)].join(LINE + LINE);
}

export function saveAsFile(text, day = new Date().toISOString().slice(0, 10)) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = `backfit-${day}.txt`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
