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

function table(heads, rows, caption) {
  // A column nobody has anything in only makes the others narrow.
  const used = heads.map((_, i) => rows.some((row) => row[i]));
  const keep = (cells) => cells.filter((_, i) => used[i]);
  return h("table", {}, caption && h("caption", {}, caption),
    h("thead", {}, h("tr", {}, keep(heads).map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, keep(row).map((cell) => h("td", {}, cell))))));
}

function section(id, title, lead, ...body) {
  return h("section", { id }, h("h2", {}, title), h("p", { class: "soft" }, lead), body);
}

// A table that may be wider than the screen; the keyboard can scroll it, too.
function scrolled(wide, kind) {
  const caption = wide.querySelector("caption");
  const name = caption ? caption.textContent : [...wide.querySelectorAll("thead th")].map((head) => head.textContent).join(", ");
  return h("div", { class: `scroll ${kind || ""}`, tabindex: "0", role: "group", "aria-label": `Table: ${name}` }, wide);
}

// A part that is only put on screen when somebody opens it: there may be thousands of steps.
function folded(id, title, facts, draw) {
  const details = h("details", { class: "folded", id, toggle: () => details.open && unfold(details) },
    h("summary", {}, h("b", { class: "name" }, title), facts && h("span", { class: "soft" }, ` ${facts}`)));
  details.draw = draw;
  return details;
}

function unfold(details) {
  if (!details.draw) return;
  const draw = details.draw;
  details.draw = null;
  details.append(h("div", { class: "drawn" }, draw()));
}
