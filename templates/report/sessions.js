// Sessions

function sessions() {
  const search = h("input", { type: "search", placeholder: "Filter by page, answer, message or text", "aria-label": "Filter the steps", input: filter });
  const unfinished = h("input", { type: "checkbox", change: filter });
  const found = h("span", { class: "soft", role: "status" });
  function filter() { found.textContent = applyFilter(search.value.trim().toLowerCase(), unfinished.checked); }
  return section("sessions", "Sessions", "Every participant, page by page, as it was read and answered.",
    h("div", { class: "tools" }, search, h("label", {}, unfinished, " only who did not finish"), found), data.sessions.map(session));
}

function session(s) {
  return h("div", { class: "session", id: s.id },
    h("h3", {}, s.name, s.notes.length > 0 && h("span", { class: "soft" }, ` (${s.notes.join("; ")})`)),
    h("p", { class: "soft" }, spaced(...s.facts, ...s.changed.map((c) => `${c.name} = ${c.value}`))),
    s.participants.map((p) => person(s, p)));
}

function person(s, p) {
  const id = `${s.id}/${p.id}`;
  const details = h("details", { class: "person", id, toggle: () => details.open && fill(details) },
    h("summary", {}, h("b", {}, p.id), status(p.status, p.words),
      h("span", { class: "reason" }, p.reason && h("span", { class: "name" }, p.reason, h("br")),
        h("span", { class: "soft" }, spaced(p.where, ...p.facts)))));
  details.source = p;
  return details;
}

// Thousands of steps are only put on screen when somebody opens their participant.
function fill(details) {
  if (details.querySelector(".steps")) return;
  const steps = details.source.steps.map((step) => drawStep(details.id, step));
  details.append(h("div", { class: "steps" },
    details.source.codes && h("p", { class: "soft codes" }, details.source.codes),
    steps.length ? steps : h("p", { class: "soft" }, "No page was reached.")));
}
