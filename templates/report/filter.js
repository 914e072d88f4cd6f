function haystack(step) {
  if (!step.words) step.words = JSON.stringify([step.where, step.title, step.round, step.kind, step.text, step.tries, step.unanswered, step.acted, step.remarks, step.messages, step.noticed, step.after, step.advanced, step.ended]).toLowerCase();
  return step.words;
}

function applyFilter(words, onlyUnfinished) {
  let steps = 0, people = 0;
  for (const details of document.querySelectorAll(".person")) {
    const p = details.source;
    const matching = words ? p.steps.filter((step) => haystack(step).includes(words)) : p.steps;
    const shown = (matching.length > 0 || !words) && !(onlyUnfinished && p.status === "finished");
    details.hidden = !shown;
    if (shown) { people += 1; steps += matching.length; }
    if (words && shown) { fill(details); details.open = true; }
    const numbers = new Set(matching.map((step) => `${details.id}/${step.number}`));
    for (const row of details.querySelectorAll(".step")) row.hidden = !numbers.has(row.id);
  }
  for (const box of document.querySelectorAll(".session")) box.hidden = !box.querySelector(".person:not([hidden])");
  return words || onlyUnfinished ? `${steps} steps of ${people} participants` : "";
}
