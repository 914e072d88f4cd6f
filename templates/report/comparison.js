// Two runs side by side, from what `compare.py` found.

function change(c) {
  const sign = (line) => ({ "+": "good", "-": "bad" })[line[0]] || "soft";
  return h("li", {}, h("p", { class: "name" }, c.text),
    c.lines.length > 0 && h("pre", { class: "code" }, c.lines.map((line) => h("div", { class: sign(line) }, line))),
    c.charts.some((chart) => chart.bars.length > 0) && h("div", { class: "charts" }, c.charts.map((side, i) =>
      chart({ name: data.names[i], label: "", told: side.told, bars: side.bars }))));
}

const found = Object.entries(data.sections);
document.getElementById("report").append(
  h("header", { class: "masthead" }, h("span", {}, h("b", {}, "Two runs"), " side by side")),
  h("main", { class: "comparison" }, h("h1", {}, `${data.names[0]}, then ${data.names[1]}`),
    h("p", { class: "soft" }, data.reports.map((href, i) => href && [h("a", { href }, `Report of ${data.names[i]}`), " "])), found.length === 0 && h("p", {}, data.same),
    found.map(([title, changes]) => h("section", {}, h("h2", {}, title), h("ul", {}, changes.map(change))))),
);
