// Each page with everybody side by side.

function pages() {
  return section("pages", "Pages", "Each page with everybody who saw it: what they answered, how long they took, what came back.", data.pages.map((config) => [
    h("h3", {}, config.name),
    config.pages.map((page) => folded(page.id, page.where, spaced(...page.facts), () => [
      page.questions.length > 0 && h("div", { class: "charts" }, page.questions.map(chart)),
      scrolled(table(["Participant", "Round", ...page.questions.map((q) => q.name), "Time", "Refused", "Step"], page.rows.map((row) =>
        [h("b", {}, row.who), row.round, ...row.answers, row.took, row.refused > 0 && status("broken", String(row.refused)),
          h("a", { href: `#${row.link}`, "aria-label": `Show the step of ${row.who}${row.round && `, round ${row.round}`}` }, "show")]))),
    ])),
  ]));
}
