// First screen

function masthead() {
  const run = data.run;
  const when = spaced(run.name, run.started, run.interrupted ? "interrupted" : run.took && `took ${run.took}`);
  return h("header", { class: "masthead" }, h("span", {}, h("b", {}, run.project), " played by bots"), h("span", {}, when));
}

function front() {
  const configs = data.configs.map((config) => h("li", { class: config.verdict }, glyph(config.verdict),
    h("div", {}, h("a", { href: `#${config.link}`, class: "name" }, config.name), `: ${config.sentence}`,
      config.plays && h("span", { class: "soft" }, ` (${config.plays})`),
      config.earn && h("span", { class: "earn" }, `Who finishes earns ${config.earn}`),
      config.took && h("span", { class: "earn" }, `Language models: ${config.took}`),
      config.causes.length > 0 && h("ul", { class: "why" }, config.causes.map((c) => h("li", { class: c.group }, glyph(c.group), h("a", { href: `#${c.id}` }, c.title)))))));
  const gaps = data.gaps.map((gap) => `${gap.title.toLowerCase()} (${gap.items.length})`).join(", ");
  if (gaps) configs.push(h("li", { class: "note" }, glyph("gap"), h("div", {}, h("a", { href: "#gaps" }, "Not covered by this run"), `: ${gaps}`)));
  return [
    h("h1", {}, data.headline),
    h("div", { class: "front" }, h("ul", { class: "configs" }, configs), h("div", { class: "counts" }, data.counts.map(count))),
  ];
}

function count(row) {
  const cause = data.causes.find((c) => c.group === row.group);
  const link = cause ? cause.id : row.group === "gap" && row.count && "gaps";
  const figures = [h("b", {}, String(row.count)), h("span", {}, row.words)];
  const name = `${row.group}${row.count ? "" : " zero"}`;
  return h("div", { class: name }, link ? h("a", { href: `#${link}` }, figures) : figures);
}

function footer() {
  const run = data.run;
  const made = run.made.map((fact) => `${fact.name} ${fact.value}`);
  return h("footer", {}, h("p", {}, spaced(`botex_pytest ${run.version}`, ...made)), h("p", {}, run.path),
    run.command && h("p", {}, h("code", {}, run.command)));
}
