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
      c.detail && copyable(c.detail, "evidence"),
      c.advice && h("p", { class: "advice" }, c.advice),
      c.lines && block(c.paste[0].toUpperCase() + c.paste.slice(1), copyable(c.lines, "lines for botex.toml")),
      c.reproduce && block("See it again", copyable(c.reproduce, "command")),
      h("p", { class: "jump" }, h("a", { href: `#${c.link}` }, "Show it in the session"))),
    picture);
}

function causes() {
  return section("causes", "What to look at", "One entry per cause, whoever and however many met it.", data.causes.map(cause));
}
