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
