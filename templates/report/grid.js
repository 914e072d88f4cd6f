// The session as one picture: participants down, pages across; in time, and page by page.

const KINDS = {
  page: ["✓", "page"], refused: ["✕", "an answer was refused"], wait: ["‖", "waited"], "gave-up": ["‖", "gave up waiting"],
  advanced: ["⇥", "moved on by oTree's advance"], broken: ["!", "error page"],
};

function grid(s) {
  return folded(`${s.id}/grid`, "Who was where, and when", spaced(`${s.grid.columns.length} pages`, s.grid.took, s.grid.waits.length > 0 && "who waited for whom"), () => [
    h("ul", { class: "legend" }, Object.entries(KINDS).map(([kind, [sign, words]]) => h("li", {}, h("span", { class: `mark ${kind}`, "aria-hidden": "true" }, sign), words))),
    lanes(s),
    scrolled(cells(s)),
    s.grid.waits.length > 0 && h("div", {}, h("h4", {}, "Who waited for whom"), h("p", { class: "soft" }, "For the one who came last, in all."),
      h("ul", { class: "waits" }, s.grid.waits.map((w) => h("li", {}, h("b", {}, w.who), " waited ", h("b", {}, w.took), " for ", h("b", {}, w.whom))))),
  ]);
}

const named = (column) => spaced(column.where, column.round);
const told = (cell) => spaced(KINDS[cell.kind][1] + (cell.refused ? ` (${cell.refused})` : ""), cell.waited || (cell.for !== null && `${cell.for.toFixed(1)} s`));

// For the eye and the mouse; the table below says the same to everybody else.
function lanes(s) {
  const whole = Math.max(s.grid.seconds, 0.01);
  const share = (seconds) => `${(100 * seconds / whole).toFixed(2)}%`;
  const block = (cell, p) => h("a", {
    class: `mark ${cell.kind}`, href: `#${s.id}/${p.id}/${cell.step}`, tabindex: "-1", title: spaced(p.id, named(s.grid.columns[cell.column]), told(cell)),
    style: `left:${share(cell.from)};width:${share(cell.for === null ? 0 : cell.for)}`,
  });
  return h("div", { class: "lanes", "aria-hidden": "true" },
    s.participants.map((p, row) => [h("span", {}, p.id), h("div", { class: "lane" }, (s.grid.rows[row] || []).map((cell) => block(cell, p)))]),
    h("span"), h("div", { class: "axis" }, h("span", {}, "0 s"), h("span", {}, s.grid.took)));
}

function cells(s) {
  const cell = (p, c) => h("a", { class: `mark ${c.kind}`, href: `#${s.id}/${p.id}/${c.step}`, title: told(c), "aria-label": spaced(p.id, named(s.grid.columns[c.column]), told(c)) },
    KINDS[c.kind][0], c.for !== null && ` ${c.for.toFixed(1)}`);
  const row = (p, cellsOf) => {
    const at = s.grid.columns.map(() => []);
    for (const c of cellsOf) at[c.column].push(cell(p, c));
    return h("tr", {}, h("th", { scope: "row" }, p.id, " ", h("span", { class: `status ${p.status}` }, glyph(p.status), h("span", { class: "aside" }, p.words))), at.map((links) => h("td", {}, links)));
  };
  return h("table", { class: "grid" },
    h("caption", {}, "Seconds on each page"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Participant"), s.grid.columns.map((c) => h("th", { scope: "col" }, h("span", {}, named(c)))))),
    h("tbody", {}, s.participants.map((p, i) => row(p, s.grid.rows[i] || []))));
}

// Groups by round, with roles, payoffs and what everybody would be paid.
function groups(s) {
  const { columns, rows } = s.groups;
  const unit = (data.payments.find((c) => c.name === s.name) || {}).unit || "money";
  const said = (cell) => cell && spaced(cell.group && `group ${cell.group}`, cell.role, cell.payoff);
  return folded(`${s.id}/groups`, "Groups, roles and payoffs", columns.length > 0 && "by round", () => scrolled(table(["Participant", ...columns, "Payoff", `In ${unit}`, "For taking part", "Total"],
      rows.map((row) => [h("b", {}, row.id), ...row.cells.map(said), ...(row.paid.length ? row.paid : ["", "", "", ""])]))));
}
