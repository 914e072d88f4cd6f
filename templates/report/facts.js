// Endings, gaps, settings

function endings() {
  return section("endings", "Endings", "Every page where somebody stopped, and the answer that led there.", data.endings.map((group) => [
    scrolled(table(["Page", "What it is", "Reached", "Who", "Payoff", "Would go to"], group.rows.map((row) =>
      [h("b", {}, row.where), row.undeclared ? status("review", row.kind) : row.kind, row.after, row.who, row.payoff, row.outgoing]), group.name)),
    group.lines && h("div", { class: "paste" },
      h("p", {}, "If people rightly stop there, say so in botex.toml:"), copyable(group.lines, "lines for botex.toml")),
  ]));
}

function payments() {
  return section("payments", "Payments", "What everybody would be paid, as oTree's page Payments says it.", data.payments.map((c) =>
    scrolled(table(["Participant", "How it ended", "Payoff", `In ${c.unit || "money"}`, "For taking part", "Total"], c.rows.map((row) =>
      [h("b", {}, row.who), row.ended, row.payoff, row.money, row.fee, row.total]), c.name))));
}

function coverage() {
  const ticks = (row) => `${row.met} of ${row.all}`;
  return section("coverage", "Coverage, with what nobody reached", "Of all sessions of a config together.", data.coverage.map((c) => [
    h("h3", {}, c.name, h("span", { class: "soft" }, ` ${c.percent}`)),
    scrolled(table(c.counts.map((row) => row.kind), [c.counts.map(ticks)], `${c.name}: reached`)),
    h("div", { class: "gaps" },
      listed("Nobody reached", c.missed),
      listed("Conditions met", c.conditions),
      listed("Groups", c.groups)),
  ]));
}

function listed(title, items) {
  return items.length > 0 && h("div", {}, h("h3", {}, title), h("ul", {}, items.map((item) => h("li", {}, item))));
}

// What was tried in forms: fields down, kinds of answers across.
function forms() {
  return section("forms", "Forms", "What the browser and the server made of wrong, missing and extreme answers, one at a time.", data.forms.map((form) =>
    h("div", { class: "form", id: form.id }, h("h3", {}, form.name), h("p", { class: "soft" }, spaced(...form.facts)),
      form.notes.map((note) => h("p", { class: "bad" }, note)),
      form.rows.length > 0 && scrolled(table(["Field", ...form.kinds], form.rows.map((row) =>
        [h("b", {}, row.field), ...row.cells.map((cell) => cell && formCell(cell))])), "matrix"))));
}

function formCell(cell) {
  return h("div", { title: cell.said }, status(cell.group, cell.value), cell.sides.map((side) => h("div", { class: "soft" }, side)));
}

function gaps() {
  return section("gaps", "Not played, not checked", "What this run says nothing about.", h("div", { class: "gaps" }, data.gaps.map((gap) =>
    h("div", {}, h("h3", {}, gap.title), h("p", { class: "soft" }, gap.what), h("ul", {}, gap.items.map((item) => h("li", {}, item.text, item.command && copyable(item.command, "command"))))))));
}

function settings() {
  const rows = (some) => scrolled(table(["Setting", "Value", "From"], some.map((row) => [h("code", {}, row.name), row.value, h("span", { class: "soft" }, row.source)])));
  const changed = data.settings.filter((row) => row.source !== "default");
  const others = data.settings.filter((row) => row.source === "default");
  return section("settings", "Settings", "What this run was told, and by whom.",
    changed.length > 0 && rows(changed),
    others.length > 0 && folded("defaults", "Everything else is as it comes", `${others.length} settings`, () => rows(others)));
}
