// Answers to one question as bars; the figures say the same to everybody who does not see them.

function chart(q) {
  const most = Math.max(...q.bars.map((bar) => bar.count), 1);
  return h("figure", { class: "chart" },
    h("figcaption", {}, h("b", {}, q.label || q.name), h("span", { class: "soft" }, spaced(q.label && q.name, q.told))),
    bars(q.bars, most));
}

function bars(rows, most) {
  return rows.length > 0 && h("ul", { class: "bars" }, rows.map((bar) => h("li", {},
    h("span", { class: "name" }, bar.label), h("span", { class: "bar", "aria-hidden": "true" }, h("span", { style: `width:${(100 * bar.count / most).toFixed(1)}%` })), h("b", {}, String(bar.count)))));
}
