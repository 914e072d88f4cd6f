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

const AT_ONCE = 400;  // steps that are put on screen unasked

// Returns what was found, in words.
function applyFilter({ words, unfinished, kind, config }) {
  const picks = words || kind;
  const wanted = (step) => STEPS[kind][1](step) && (!words || haystack(step).includes(words));
  const found = [...document.querySelectorAll(".person")].map((details) => {
    const p = details.source;
    const steps = picks ? p.steps.filter(wanted) : p.steps;
    const shown = (steps.length > 0 || !picks) && !(unfinished && p.status === "finished") && (!config || p.config === config);
    return { details, shown, steps };
  });
  const met = found.filter((one) => one.shown);
  const steps = met.reduce((sum, one) => sum + one.steps.length, 0);
  for (const { details, shown, steps: matching } of found) {
    details.hidden = !shown;
    details.matching = picks ? new Set(matching.map((step) => `${details.id}/${step.number}`)) : null;
    if (picks && shown && steps <= AT_ONCE) { unfold(details); details.open = true; }
    narrow(details);
  }
  for (const box of document.querySelectorAll(".session")) box.hidden = !box.querySelector(".person:not([hidden])");
  const many = picks && steps > AT_ONCE ? "; open those you want to see" : "";
  return picks || unfinished || config ? `${steps} steps of ${met.length} participants${many}` : "";
}

// Of a participant whose steps are on screen, those that match.
function narrow(details) {
  for (const row of details.querySelectorAll(".step")) row.hidden = Boolean(details.matching) && !details.matching.has(row.id);
}
