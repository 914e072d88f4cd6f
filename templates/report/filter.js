function haystack(step) {
  if (!step.words) step.words = JSON.stringify([step.where, step.title, step.round, step.kind, step.text, step.tries, step.unanswered, step.acted, step.remarks, step.messages, step.noticed, step.after, step.advanced, step.ended]).toLowerCase();
  return step.words;
}

// What a step can be picked by.
const STEPS = {
  "": ["all steps", () => true],
  refused: ["refused answers", (step) => step.tries.some((t) => !t.accepted)],
  waited: ["wait pages", (step) => step.waited],
  advanced: ["moved on by oTree's advance", (step) => step.advanced],
  noticed: ["what the browser noticed", (step) => step.noticed.length > 0],
  asked: ["what models were told", (step) => [...step.tries, ...step.unanswered, ...step.acted].some((said) => said.talk.length > 0)],
};

// Returns what was found, in words.
function applyFilter({ words, unfinished, kind, config }) {
  let steps = 0, people = 0;
  const picks = words || kind;
  const wanted = (step) => STEPS[kind][1](step) && (!words || haystack(step).includes(words));
  for (const details of document.querySelectorAll(".person")) {
    const p = details.source;
    const matching = picks ? p.steps.filter(wanted) : p.steps;
    const shown = (matching.length > 0 || !picks) && !(unfinished && p.status === "finished") && (!config || p.config === config);
    details.hidden = !shown;
    if (shown) { people += 1; steps += matching.length; }
    if (picks && shown) { unfold(details); details.open = true; }
    const numbers = new Set(matching.map((step) => `${details.id}/${step.number}`));
    for (const row of details.querySelectorAll(".step")) row.hidden = !numbers.has(row.id);
  }
  for (const box of document.querySelectorAll(".session")) box.hidden = !box.querySelector(".person:not([hidden])");
  return picks || unfinished || config ? `${steps} steps of ${people} participants` : "";
}
