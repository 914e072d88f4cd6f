function drawStep(person, s) {
  const id = `${person}/${s.number}`;
  const picture = figure(s.shot, spaced(s.where, s.round), true);
  return h("div", { class: "step", id },
    h("a", { class: "number", href: `#${id}`, title: "Link to this step" }, String(s.number)),
    h("div", { class: picture ? "body" : "body shotless" },
      h("div", {}, h("h4", {}, s.where || "(no page)"),
        h("span", { class: "soft" }, spaced(s.title !== s.where && s.title, s.round, s.kind, s.waited, s.stayed && `${s.stayed} on it`, s.seconds && `ready after ${s.seconds}`, s.took))),
      s.text && readable(s.text),
      s.hidden && s.hidden.length > 0 && h("p", { class: "soft" }, `Hidden from people: ${s.hidden.join(" / ")}`),
      s.unknown && s.unknown.length > 0 && h("p", { class: "bad" }, `Not understood: ${s.unknown.join(", ")}`),
      s.tries.map(attempt),
      s.unanswered.map((u) => h("div", {}, h("p", { class: "bad" }, `✕ ${u.reason}`), talk(u.talk))),
      s.acted.map((done) => h("div", {}, h("p", { class: "soft" }, done.what, done.reason && `: “${done.reason}”`), talk(done.talk))),
      s.remarks && h("div", {}, h("h5", {}, "At the end it said"), s.remarks.said.map((r) => h("p", { class: "text" }, h("b", {}, `${r.name}: `), r.text)), talk(s.remarks.talk)),
      s.messages.length > 0 && messages(s.messages),
      s.noticed.map((n) => h("p", { class: n.error ? "bad" : "soft" }, `${n.kind}: ${n.text}`, n.place && h("span", { class: "soft" }, ` (${n.place})`))),
      s.after && h("p", { class: "bad" }, `Rests on data that nobody gave: ${s.after}.`),
      s.advanced && h("p", {}, h("b", {}, "Moved on by oTree's advance, "), s.advanced),
      s.ended && h("p", {}, h("b", {}, "Ended here: "), s.ended)),
    picture);
}

function readable(text) {
  const start = text.replace(/\s+/g, " ").slice(0, 90);
  if (text.length <= 90) return h("p", { class: "text" }, text);
  return h("details", {}, h("summary", {}, `“${start}…”`), h("p", { class: "text" }, text));
}

function messages(all) {
  const what = all.some((m) => m.chat) ? "messages of the page or its chat" : "live messages";
  return h("details", {}, h("summary", {}, `${all.length} ${what}: → sent, ← received`),
    h("p", { class: "text" }, all.map((m) => `${m.sent ? "→" : "←"} ${m.text}`).join("\n")));
}

function attempt(t, index, all) {
  const rows = t.answers.map((a) => h("tr", {},
    h("td", {}, a.label || a.name, a.label && h("span", { class: "soft" }, a.name)),
    h("td", {}, a.meaning || a.value, a.meaning && a.meaning !== a.value && h("span", { class: "soft" }, a.value)),
    h("td", {}, a.reason, a.source && h("span", { class: "soft" }, `from ${a.source}`))));
  const pressed = t.button && `pressed “${t.button}”`;
  return h("div", {},
    rows.length > 0 && h("table", {}, h("tbody", {}, rows)),
    h("p", { class: t.accepted ? "good" : "bad" }, t.accepted ? "✓ " : "✕ ", spaced(all.length > 1 && `attempt ${index + 1}`, pressed, t.outcome), t.outgoing && ` (${t.outgoing})`),
    t.messages.map((m) => h("p", { class: "bad" }, m)),
    talk(t.talk));
}

// What was said between us and a language model: closed, because the answers above are what most people want.
function talk(calls) {
  if (!calls.length) return null;
  const useless = calls.filter((c) => c.problem).length;
  const many = calls.length > 1 && `${calls.length} replies`;
  const title = spaced("What the model was told and said", many, useless && `${useless} of no use`, calls.length === 1 && calls[0].facts);
  return h("details", { class: "talk" }, h("summary", {}, title), calls.map((c) => [
    c.system && h("details", {}, h("summary", {}, "Told before the first page"), h("pre", { class: "code" }, c.system)),
    h("h5", {}, "Told"), h("pre", { class: "code" }, c.told),
    h("h5", {}, "Said", c.facts && h("span", { class: "soft" }, ` (${c.facts})`)), c.said ? h("pre", { class: "code said" }, c.said) : h("p", { class: "bad" }, c.silent),
    c.raw && h("details", {}, h("summary", {}, "The reply, to the letter"), h("pre", { class: "code" }, c.raw)),
    c.problem && h("p", { class: "bad" }, `✕ of no use: ${c.problem}`)]));
}
