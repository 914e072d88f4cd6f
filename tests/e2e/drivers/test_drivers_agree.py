"""What HTTP alone tells of a page is what Chrome shows of it, attribute by attribute."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from agreement import Agreement, Walk
from otree_copy import PROJECTS, Server, running_otree

from botex_pytest.drivers.http import HttpDriver

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def sessions(project: Path, server: Server) -> Iterator[tuple[str, int]]:
    """Each config that can be created and played in time, with as many participants as the project's own expectations name."""
    notes = project / "expected.toml"
    expected = tomllib.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}
    for config, participants in server.configs().items():
        entry = expected.get(config, {})
        if entry.get("where") != "creating_session" and not entry.get("slow"):
            yield config, entry.get("participants", participants)


@pytest.mark.parametrize("project", ["widgets", "healthy", "faults", "zoo", "zoo_otree6", "zoo_de", "zoo_ar"])
def test_same_pages(project, chrome, tmp_path):
    seen = Agreement()
    with running_otree(PROJECTS / project, tmp_path / project) as server:
        for config, participants in sessions(PROJECTS / project, server):
            tab = chrome.tab(server.url)
            try:
                Walk(config, server, participants, HttpDriver(page_timeout=20), tab, seen).run()
            finally:
                tab.close()
    print(f"\n{project}\n{seen.table()}", *seen.differences, sep="\n")  # noqa: T201 - the table is read by people
    assert seen.differences == []
    assert seen.pages


FORM = '<form method="post" id="form">{}<button>Go</button></form>'
DOT = "src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\""
PICTURE = f'<img {DOT} width="90" height="90" alt="{{}}">'
STYLES = [
    "opacity: 0", "font-size: 1px", "position: absolute; left: -9999px", "color: white", "text-indent: -9999px",
    "clip-path: inset(50%)", "width: 1px; height: 1px; overflow: hidden; position: absolute", "visibility: hidden",
    "transform: scale(0)", "max-height: 0; overflow: hidden", "color: transparent", "display: none", "opacity: 0.5",
    "color: white; background: navy", "float: left", "position: absolute", "clip: rect(0 0 0 0); position: absolute",
    "text-transform: uppercase", "white-space: pre",
]  # fmt: skip
SNIPPETS = {
    **{style: f'<p>Seen</p><p style="{style}">Maybe  <b>this</b></p>' for style in STYLES},
    "hidden": "<p hidden>no</p><details><summary>More</summary><p>no</p></details><dialog>no</dialog><template>no</template>",
    "visible inside": '<div style="visibility: hidden"><p style="visibility: visible">Text</p>no</div>',
    "dark box": '<div style="background: black"><p style="color: white">Text</p></div>',
    "pictured buttons": "<style>.mock { pointer-events: none } .mock .real { pointer-events: auto }</style>"
    + FORM.format('<p class="mock"><button>Send</button><button class="real">Buy</button></p>'),
    "style sheet": "<style>/* a */ .trap, #other { display: none } @media print { p { display: none } }</style>"
    '<p class="trap">no</p><p id="other">no</p><p>yes</p>',
    "structure": """<h1>Title</h1><p>One <b>bold</b>   word<br>next line</p><ul><li>a<li>b</ul>
        <table><tr><th>x</th><td>1</td></tr><tr><th>y</th><td>2</td></tr></table><pre>k  l\nm</pre>
        <select><option>not read</select><span style="float: right">far</span>""",
    "not well-formed": "<p>a<div>b</p><table><tr><td>c</table></div><b><i>d</b>e</i> &amp; &nbsp; &euro;",
    "labels": FORM.format("""
        <label>Wrapped <input name="a"></label> <input name="b" aria-label="Named">
        <span id="s">Pointed at</span><input name="c" aria-labelledby="s">
        <fieldset><legend>Legend</legend><label><input type="radio" name="d" value="1"> One</label></fieldset>
        <p>Only <i>before</i> it</p><div><input name="e"></div> <table><tr><td>Row</td><td><input name="f"></td></tr></table>
        <input type="radio" name="g" value="1"> After one <input type="radio" name="g" value="2"> After two"""),
    "headers of columns": FORM.format("""<table><tr><th></th><th colspan="2">No</th><th>Yes</th></tr><tr><th>Tea</th>
        <td><input type="radio" name="t" value="1"></td><td><input type="radio" name="t" value="2"></td>
        <td><input type="radio" name="t" value="3"></td></tr></table>"""),
    "tiles": FORM.format("""<input type="radio" name="q" value="1" id="q1" style="position: absolute; opacity: 0">
        <label for="q1">One</label><input type="radio" name="q" value="2" id="q2" hidden><label for="q2" hidden>Two</label>"""),
    "traps": FORM.format("""<input name="real"><input name="trap" style="display: none"><input name="off" disabled>
        <input name="fixed" readonly><input type="hidden" name="token"><fieldset disabled><input name="dead"></fieldset>
        <div style="height: 0; overflow: hidden"><input type="checkbox" name="box"></div>"""),
    "kinds": FORM.format("""<input type="email" name="mail" value=" a@b "><textarea name="text">\nold\nlines</textarea>
        <select name="many" multiple><option selected>x<option value="Y">y<option disabled>z</select>
        <select name="one"><option disabled selected value="">--<optgroup label="g"><option>k<option label="L">l</select>
        <input type="time" name="time" value="25:00"><input type="date" name="day" min="2024-01-01" value="2024-05-06">
        <input type="number" step="0.1" name="dec" value="1,5"><input type="range" name="slide" max="10" step="4">
        <input type="range" name="middle"><input type="checkbox" name="box" value="on1" checked>
        <input type="CHECKBOX" name="boxes"><input type="checkbox" name="boxes" value="2" checked>
        <input type="made-up" name="odd" maxlength="5" pattern="a+">
        <input name="outside" form="elsewhere"><input type="password" name="pin" inputmode="numeric" required>"""),
    "buttons": FORM.format("""<button name="a" value="1">One</button><input type="submit" name="b" value="Two">
        <button type="button">Three</button><input type="reset"><button disabled>Four</button><button aria-label="Five"></button>
        <a class="btn" href="/next">Six</a><a class="btn" href="https://far.example/x">Seven</a><div role="button">Eight</div>
        <input type="image" alt="Nine" name="i"><button style="display: none">Ten</button><button title="Eleven"></button>"""),
    "unknown": FORM.format("""<input type="file" name="cv"><input type="color" name="shade"><input id="loose">
        <div contenteditable="true" id="ed">x</div><div role="slider" id="knob" style="width: 50px; height: 9px">.</div>""")
    + '<input type="number" name="bid">',
    "units and help": FORM.format("""<div class="mb-3 _formfield"><label for="id_x">X</label><div class="input-group">
        <input name="x" id="id_x"><span class="input-group-text">EUR</span></div><p class="form-text">Whole</p></div>
        <p id="d">Told</p><input name="y" aria-describedby="d">"""),
    "messages": '<div class="otree-form-errors">Please fix</div>'
    + FORM.format("""<div class="_formfield"><input name="x"><div class="form-control-errors">bad<br>worse</div></div>
        <div class="form-control-errors">both</div><input name="y"><div class="alert-danger">Careful</div>"""),
    "pictures": f"""<p>Look: {PICTURE.format("a [red]  square")}!</p>{PICTURE.format("")} <img {DOT} width="90" height="90">
        <img {DOT} width="5" height="5" alt="a dot"><div hidden>{PICTURE.format("gone")}</div>"""
    + FORM.format(f"""<label><input type="radio" name="place" value="1">{PICTURE.format("sea")}</label>
        <button type="button">{PICTURE.format("Turn")}</button>
        <button type="button">{PICTURE.format("an arrow")} Back</button>"""),
    "links": '<a href="https://far.example/a">A</a><a href="/next">B</a><a href="https://far.example/h" hidden>C</a>',
}


@pytest.fixture(scope="module")
def window(chrome, site):
    made = chrome.tab(site.origin)
    yield made
    made.close()


@pytest.mark.parametrize("html", SNIPPETS.values(), ids=SNIPPETS)
def test_same_snippets(html, site, window):
    url = site.add(html)
    tab = HttpDriver(page_timeout=20).tab(site.origin)
    seen = Agreement()
    seen.add("page", window.open(url), tab.open(url))
    tab.close()
    assert seen.left_to_chrome == {}
    assert seen.differences == []
