// What a run says as a pre-test of the study: to review, never a verdict.

const DRAWN = "These bots draw their answers: what was refused says how strict a form is, not how clear a question is. A language model (--botex-model) also says what it finds unclear.";

function pretest() {
  return section("pretest", "As a pre-test", "What may give people trouble, how long they would take and what they would earn. To review: nothing here passes or fails.",
    !data.pretest.some((c) => c.models) && h("p", { class: "soft" }, DRAWN),
    data.pretest.map((c) => h("div", { class: "pretest", id: `pretest/${c.name}` }, h("h3", {}, c.name), questions(c), times(c), earned(c), unread(c))));
}

function questions(c) {
  const trouble = c.questions.filter((q) => q.refused || q.unsure);
  const asked = c.questions.filter((q) => q.asked).length;
  const given = c.questions.length - asked;
  return [
    h("p", {}, trouble.length
      ? `Questions that gave trouble: ${trouble.length} of ${asked}.`
      : `No first answer was refused${c.models ? ", and no model called a question unclear" : ""} (questions: ${asked}).`,
    given > 0 && ` Answered by what you had told the bots: ${given}.`),
    trouble.length > 0 && scrolled(table(
      ["Question", "Page", "Asked", "First answer refused", "By a rule of the study's own", "Unsure"],
      trouble.map((q) => [h("div", {}, h("b", {}, q.label || q.field), q.label && h("div", { class: "soft" }, q.field)), q.where, q.asked, q.refused, q.failed, q.unsure]))),
  ];
}

function times(c) {
  if (!c.pages.length) return null;
  return [
    c.minutes && h("p", {}, "People would take ", h("b", {}, c.minutes), ` to read and to answer at ${data.run.words} words a minute, waiting for others not counted.`),
    h("details", {}, h("summary", {}, "Time on each page"), scrolled(table(["Page", "Bots took", "People would take about"], c.pages.map((p) => [h("b", {}, p.where), p.bots, p.people])))),
  ];
}

function earned(c) {
  return c.earned.length > 0 && scrolled(table(["Who finished", "How many", `Payoff in ${c.unit || "money"}`, "Mean"],
    c.earned.map((row) => [h("b", {}, row.who), row.count, row.range, row.mean]), "What people would earn, without what is paid for taking part"));
}

function unread(c) {
  return c.unread.length > 0 && h("div", {}, h("h4", {}, "What no bot could read"),
    h("ul", {}, c.unread.map((row) => h("li", {}, h("b", {}, row.where), `: ${row.what}`))));
}
