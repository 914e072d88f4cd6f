// Sessions

function sessions() {
  const search = h("input", { type: "search", placeholder: "Filter by page, answer, message or text", "aria-label": "Filter the steps", input: filter });
  const unfinished = h("input", { type: "checkbox", change: filter });
  const kind = choice("Steps", Object.entries(STEPS).map(([value, [words]]) => [value, words]), filter);
  const names = [...new Set(data.sessions.map((s) => s.name))];
  const config = choice("Session config", [["", "all session configs"], ...names.map((name) => [name, name])], filter);
  const found = h("span", { class: "soft", role: "status" });
  function filter() {
    found.textContent = applyFilter({ words: search.value.trim().toLowerCase(), unfinished: unfinished.checked, kind: kind.value, config: config.value });
  }
  return section("sessions", "Sessions", "Every participant, page by page, as it was read and answered.",
    h("div", { class: "tools" }, search, kind, names.length > 1 && config, h("label", {}, unfinished, " only who did not finish"), found), data.sessions.map(session));
}

function choice(label, options, change) {
  return h("select", { "aria-label": label, change }, options.map(([value, words]) => Object.assign(h("option", {}, words), { value })));
}

function session(s) {
  return h("div", { class: "session", id: s.id },
    h("h3", {}, s.name, s.notes.length > 0 && h("span", { class: "soft" }, ` (${s.notes.join("; ")})`)),
    h("p", { class: "soft" }, spaced(...s.facts, ...s.changed.map((c) => `${c.name} = ${c.value}`))),
    s.grid.columns.length > 0 && grid(s),
    s.groups && groups(s),
    s.participants.map((p) => person(s, p)));
}

function person(s, p) {
  const id = `${s.id}/${p.id}`;
  const details = h("details", { class: "person", id, toggle: () => { if (details.open) { unfold(details); narrow(details); } } },
    h("summary", {}, h("b", {}, p.id), status(p.status, p.words),
      h("span", { class: "reason" }, p.reason && h("span", { class: "name" }, p.reason, h("br")),
        h("span", { class: "soft" }, spaced(p.where, ...p.facts)))));
  details.source = { ...p, config: s.name };
  details.draw = () => h("div", { class: "steps" },
    p.codes && h("p", { class: "soft codes" }, p.codes),
    p.steps.length ? p.steps.map((step) => drawStep(id, step)) : h("p", { class: "soft" }, "No page was reached."));
  return details;
}
