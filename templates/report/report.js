"use strict";
// Draws the report from the JSON in this file. Whatever comes from a page is hostile: it only ever becomes a text node.
const data = JSON.parse(document.getElementById("data").textContent);
const GLYPHS = {
  broken: "✕", unplayed: "?", review: "◇", note: "·", infrastructure: "!", budget: "¤", blocked: "‖",
  played: "✓", finished: "✓", "early-end": "⇥", flaky: "≈", unfinished: "?", gap: "○",
};

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== "" && value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  // append() turns strings into text nodes, never into markup.
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

const glyph = (kind) => h("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[kind] || "·");
const status = (kind, words) => h("span", { class: `status ${kind}` }, glyph(kind), words);
const spaced = (...parts) => parts.filter(Boolean).join(" · ");

function copyable(text, label) {
  const code = h("pre", {}, text);
  const button = h("button", { type: "button", "aria-label": `Copy: ${label}`, click: () => copy(code, button) }, "Copy");
  return h("div", { class: "code copyable" }, code, button);
}

async function copy(element, button) {
  let done = false;
  try {
    await navigator.clipboard.writeText(element.textContent);
    done = true;
  } catch {
    // Without clipboard access the text is at least selected, for Ctrl+C.
    getSelection().selectAllChildren(element);
    done = document.execCommand("copy");
  }
  button.textContent = done ? "Copied" : "Selected";
  setTimeout(() => { button.textContent = "Copy"; }, 1600);
}

function figure(number, caption, small) {
  const shot = data.shots[number];
  if (!shot) return null;
  if (!shot.data) {
    const href = shot.file.split("/").map(encodeURIComponent).join("/");
    return h("figure", {}, h("figcaption", {}, h("a", { href }, "Screenshot"), " (a file beside this report)"));
  }
  const image = () => h("img", { src: shot.data, alt: `Screenshot: ${caption}`, loading: "lazy", decoding: "async" });
  const button = h("button", { class: "shot", type: "button", "aria-label": `Enlarge the screenshot: ${caption}`, click: () => enlarge(image()) }, image());
  return h("figure", {}, button, !small && h("figcaption", {}, caption));
}

function enlarge(image) {
  const dialog = h("dialog", { click: () => dialog.close(), close: () => dialog.remove() }, image);
  document.body.append(dialog);
  dialog.showModal();
}

// First screen

function front() {
  const run = data.run;
  const when = spaced(run.name, run.started, run.interrupted ? "interrupted" : run.took && `took ${run.took}`);
  const configs = data.configs.map((config) => h("li", { class: config.verdict }, glyph(config.verdict),
    h("div", {}, h("a", { href: `#${config.link}`, class: "name" }, config.name), `: ${config.sentence}`,
      config.plays && h("span", { class: "soft" }, ` (${config.plays})`),
      config.earn && h("span", { class: "earn" }, `Who finishes earns ${config.earn}`),
      config.took && h("span", { class: "earn" }, `Language models: ${config.took}`),
      config.causes.length > 0 && h("ul", { class: "why" }, config.causes.map((c) => h("li", { class: c.group }, glyph(c.group), h("a", { href: `#${c.id}` }, c.title)))))));
  const gaps = data.gaps.map((gap) => `${gap.title.toLowerCase()} (${gap.items.length})`).join(", ");
  if (gaps) configs.push(h("li", { class: "note" }, glyph("gap"), h("div", {}, h("a", { href: "#gaps" }, "Not covered by this run"), `: ${gaps}`)));
  return [
    h("header", { class: "masthead" }, h("span", {}, h("b", {}, run.project), " played by bots"), h("span", {}, when)),
    h("h1", {}, data.headline),
    h("div", { class: "front" }, h("ul", { class: "configs" }, configs), h("div", { class: "counts" }, data.counts.map(count))),
  ];
}

function count(row) {
  const cause = data.causes.find((c) => c.group === row.group);
  const figures = [h("b", {}, String(row.count)), h("span", {}, row.words)];
  const name = `${row.group}${row.count ? "" : " zero"}`;
  return h("div", { class: name }, cause ? h("a", { href: `#${cause.id}` }, figures) : figures);
}

// Causes

function cause(c) {
  const fact = (term, ...value) => value.flat().some(Boolean) && [h("dt", {}, term), h("dd", {}, value)];
  const block = (title, ...body) => h("div", {}, h("h4", {}, title), body);
  const picture = figure(c.shot, spaced(c.where, c.round, "as the participant saw it"));
  return h("article", { class: `cause ${c.group}${picture ? "" : " plain"}`, id: c.id, "aria-label": c.title },
    h("header", {},
      h("div", { class: "kicker" }, status(c.group, c.words), h("span", { class: "name" }, c.check)),
      h("h3", {}, c.title)),
    h("div", { class: "evidence" },
      h("dl", { class: "facts" },
        fact("Page", spaced(c.where, c.round)),
        fact("Who", c.who),
        fact("Blocked by it", c.blocked),
        fact(c.tried, c.answer.map((a) => h("div", {}, `${a.name} = `, h("b", {}, a.value)))),
        fact("Message", c.messages.map((m) => h("div", {}, m))),
        fact("In file", c.file && h("code", {}, c.file))),
      c.detail && h("pre", { class: "code" }, c.detail),
      c.advice && h("p", { class: "advice" }, c.advice),
      c.lines && block(c.paste[0].toUpperCase() + c.paste.slice(1), copyable(c.lines, "lines for botex.toml")),
      c.reproduce && block("See it again", copyable(c.reproduce, "command")),
      h("p", { class: "jump" }, h("a", { href: `#${c.link}` }, "Show it in the session"))),
    picture);
}

function causes() {
  return section("causes", "What to look at", "One entry per cause, whoever and however many met it.", data.causes.map(cause));
}

// Endings, gaps, settings

function endings() {
  return section("endings", "Endings", "Every page where somebody stopped, and the answer that led there.", data.endings.map((group) => [
    h("div", { class: "scroll" }, table(["Page", "What it is", "Reached", "Who", "Payoff", "Would go to"], group.rows.map((row) =>
      [h("b", {}, row.where), row.undeclared ? status("review", row.kind) : row.kind, row.after, row.who, row.payoff, row.outgoing]), group.name)),
    group.lines && h("div", { class: "paste" },
      h("p", {}, "If people rightly stop there, say so in botex.toml:"), copyable(group.lines, "lines for botex.toml")),
  ]));
}

function payments() {
  return section("payments", "Payments", "What everybody would be paid, as oTree's page Payments says it.", data.payments.map((c) =>
    h("div", { class: "scroll" }, table(["Participant", "How it ended", "Payoff", `In ${c.unit || "money"}`, "For taking part", "Total"], c.rows.map((row) =>
      [h("b", {}, row.who), row.ended, row.payoff, row.money, row.fee, row.total]), c.name))));
}

function coverage() {
  const ticks = (row) => `${row.met} of ${row.all}`;
  return section("coverage", "Coverage, with what nobody reached", "Of all sessions of a config together.", data.coverage.map((c) => [
    h("h3", {}, c.name, h("span", { class: "soft" }, ` ${c.percent}`)),
    h("div", { class: "scroll" }, table(c.counts.map((row) => row.kind), [c.counts.map(ticks)], `${c.name}: reached`)),
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
      form.rows.length > 0 && h("div", { class: "scroll matrix" }, table(["Field", ...form.kinds], form.rows.map((row) =>
        [h("b", {}, row.field), ...row.cells.map((cell) => cell && formCell(cell))]))))));
}

function formCell(cell) {
  return h("div", { title: cell.said }, status(cell.group, cell.value), cell.sides.map((side) => h("div", { class: "soft" }, side)));
}

function gaps() {
  return section("gaps", "Not played, not checked", "What this run says nothing about.", h("div", { class: "gaps" }, data.gaps.map((gap) =>
    h("div", {}, h("h3", {}, gap.title), h("p", { class: "soft" }, gap.what), h("ul", {}, gap.items.map((item) => h("li", {}, item.text, item.command && copyable(item.command, "command"))))))));
}

function settings() {
  return section("settings", "Settings", "What this run was told, and by whom.", h("div", { class: "scroll" },
    table(["Setting", "Value", "From"], data.settings.map((row) => [h("code", {}, row.name), row.value, h("span", { class: "soft" }, row.source)]))));
}

function table(heads, rows, caption) {
  // A column nobody has anything in only makes the others narrow.
  const used = heads.map((_, i) => rows.some((row) => row[i]));
  const keep = (cells) => cells.filter((_, i) => used[i]);
  return h("table", {}, caption && h("caption", {}, caption),
    h("thead", {}, h("tr", {}, keep(heads).map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, keep(row).map((cell) => h("td", {}, cell))))));
}

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

function drawStep(person, s) {
  const id = `${person}/${s.number}`;
  const picture = figure(s.shot, spaced(s.where, s.round), true);
  return h("div", { class: "step", id },
    h("a", { class: "number", href: `#${id}`, title: "Link to this step" }, String(s.number)),
    h("div", { class: picture ? "body" : "body shotless" },
      h("div", {}, h("h4", {}, s.where || "(no page)"),
        h("span", { class: "soft" }, spaced(s.title !== s.where && s.title, s.round, s.kind, s.waited, s.seconds && `ready after ${s.seconds}`, s.took))),
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
    c.problem && h("p", { class: "bad" }, `✕ of no use: ${c.problem}`)]));
}

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

// The page as a whole

function section(id, title, lead, ...body) {
  return h("section", { id }, h("h2", {}, title), h("p", { class: "soft" }, lead), body);
}

function footer() {
  const run = data.run;
  const made = run.made.map((fact) => `${fact.name} ${fact.value}`);
  return h("footer", {}, h("p", {}, spaced(`botex_pytest ${run.version}`, ...made)), h("p", {}, run.path),
    run.command && h("p", {}, h("code", {}, run.command)));
}

// #s1/P2/5: session, participant, step. Opens what is closed and says so to the eye.
function go() {
  const hash = location.hash.slice(1);  // our own links need no decoding
  const [session, participant] = hash.split("/");
  const details = participant && document.getElementById(`${session}/${participant}`);
  if (details) { details.open = true; fill(details); }
  const target = document.getElementById(hash) || details;
  if (!target) return;
  // A filter may have put it, or what it stands in, out of sight.
  for (let box = target; box; box = box.parentElement) box.hidden = false;
  for (const old of document.querySelectorAll(".at")) old.classList.remove("at");
  target.classList.add("at");
  // The participant's line sticks to the top and would cover the step.
  const line = details && target !== details ? details.querySelector("summary") : null;
  if (line && getComputedStyle(line).position === "sticky") target.style.scrollMarginTop = `${line.offsetHeight + 4}px`;
  target.scrollIntoView();
}

const people = data.sessions.reduce((sum, s) => sum + s.participants.length, 0);
const parts = [
  ["causes", "What to look at", data.causes.length, causes],
  ["endings", "Endings", data.endings.reduce((sum, e) => sum + e.rows.length, 0), endings],
  ["payments", "Payments", data.payments.reduce((sum, c) => sum + c.rows.length, 0), payments],
  ["coverage", "Coverage", data.coverage.length, coverage],
  ["gaps", "Not played, not checked", data.gaps.reduce((sum, g) => sum + g.items.length, 0), gaps],
  ["forms", "Forms", data.forms.length, forms],
  ["sessions", "Participants", people, sessions],
  ["settings", "Settings", data.settings.length, settings],
].filter(([, , size]) => size > 0);

document.getElementById("report").append(
  ...front(),
  h("nav", { "aria-label": "Parts of the report" }, parts.map(([id, title, size]) => h("a", { href: `#${id}` }, title, h("span", { class: "soft" }, ` ${size}`)))),
  h("main", {}, parts.map(([, , , draw]) => draw())),
  footer(),
);
addEventListener("hashchange", go);
if (location.hash) go();
