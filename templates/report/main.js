// #s1/P2/5: session, participant, step; #g1/2: a page of a config. Opens what is closed and says so to the eye.
function go() {
  const hash = location.hash.slice(1);  // our own links need no decoding
  const parts = hash.split("/");
  let closed = null;
  for (let length = 1; length <= parts.length; length += 1) {
    const box = document.getElementById(parts.slice(0, length).join("/"));
    if (box && box.tagName === "DETAILS") { closed = box; box.open = true; unfold(box); }
  }
  const target = document.getElementById(hash) || closed;
  if (!target) return;
  // A filter may have put it, or what it stands in, out of sight.
  for (let box = target; box; box = box.parentElement) box.hidden = false;
  for (const old of document.querySelectorAll(".at")) old.classList.remove("at");
  target.classList.add("at");
  // The participant's line sticks to the top and would cover the step.
  const line = closed && target !== closed ? closed.querySelector("summary") : null;
  if (line && getComputedStyle(line).position === "sticky") target.style.scrollMarginTop = `${line.offsetHeight + 4}px`;
  target.scrollIntoView();
}

const people = data.sessions.reduce((sum, s) => sum + s.participants.length, 0);
const parts = [
  ["causes", "What to look at", data.causes.length, causes],
  ["gaps", "Not played, not checked", data.gaps.reduce((sum, g) => sum + g.items.length, 0), gaps],
  ["endings", "Endings", data.endings.reduce((sum, e) => sum + e.rows.length, 0), endings],
  ["payments", "Payments", data.payments.reduce((sum, c) => sum + c.rows.length, 0), payments],
  ["pretest", "Pre-test", data.pretest.length, pretest],
  ["coverage", "Coverage", data.coverage.length, coverage],
  ["forms", "Forms", data.forms.length, forms],
  ["sessions", "Participants", people, sessions],
  ["pages", "Pages", data.pages.reduce((sum, c) => sum + c.pages.length, 0), pages],
  ["settings", "Settings", data.settings.length, settings],
].filter(([, , size]) => size > 0);

document.getElementById("report").append(
  masthead(),
  h("main", {},
    front(),
    h("nav", { "aria-label": "Parts of the report" }, parts.map(([id, title, size]) => h("a", { href: `#${id}` }, title, h("span", { class: "soft" }, ` ${size}`)))),
    parts.map(([, , , draw]) => draw())),
  footer(),
);
addEventListener("hashchange", go);
if (location.hash) go();
