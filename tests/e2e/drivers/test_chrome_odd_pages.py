"""Chrome on pages that do unusual things."""

from __future__ import annotations

import base64
import threading

import pytest

from botex_pytest.drivers import navigation
from botex_pytest.drivers.tab import ChromeTab
from botex_pytest.drivers.window import Window
from botex_pytest.page import KEY, NOTHING, SCROLL, Answer
from botex_pytest.waiting import wait_until

FORM = '<form method="post" id="form">{}<button>Go</button></form>'
DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
AWAY = "https://recruiter.example/complete?cc=SECRET1"


def press(tab, page, label="Go", **values):
    return tab.submit(Answer(values, next(b.ref for b in page.buttons if b.label == label)))


@pytest.mark.parametrize(
    "html",
    [
        f'<form method="post" action="{AWAY}"><button>Go</button></form>',
        f"<button onclick=\"location.href='{AWAY}'\">Go</button>",
        f'<a class="btn" href="#" onclick="location.assign(\'{AWAY}\')">Go</a>',
        f"<button onclick=\"window.open('{AWAY}')\">Go</button>",
        f'<form method="post" action="{AWAY}" target="_blank"><button>Go</button></form>',
        f'<a id="a" href="{AWAY}" target="_blank">x</a><button onclick="a.click()">Go</button>',
        '<form method="post" action="/leave"><button>Go</button></form>',
    ],
    ids=["form", "location", "link", "window.open", "form in new window", "link in new window", "redirect after POST"],
)
def test_nobody_leaves_the_server(tab, site, html):
    site.add("", path="POST /leave", status=302, Location=AWAY)
    url = site.add(html)
    outcome = press(tab, tab.open(url))
    assert (outcome.kind, outcome.outgoing) == ("left", AWAY)
    assert [(e.kind, e.url, e.own) for e in tab.events()] == [("outgoing", AWAY, False)]
    assert tab.look().url.removesuffix("#") == url
    assert tab.open(site.origin + "/next").text == "next"  # the tab is as good as before


def test_a_page_that_leaves_by_itself_stays(tab, site):
    url = site.add(f'<p>You are done.</p><meta http-equiv="refresh" content="0;url={AWAY}">')
    assert tab.open(url).text == "You are done."
    assert tab.wait_for_change(1) is None
    assert [e.url for e in tab.events() if e.kind == "outgoing"] == [AWAY]


@pytest.mark.parametrize(
    "away", [f'<meta http-equiv="refresh" content="0;url={AWAY}">', f"<script>location.href = '{AWAY}'</script>"]
)
@pytest.mark.parametrize("by", ["address", "button"])
def test_a_page_that_leaves_while_it_still_loads_is_read(tab, site, away, by):
    url = site.add(f'<p>You are done.</p><img src="/slow">{away}')
    start = tab.open(site.add(f"<button onclick=\"location.href='{url}'\">Go</button>"))
    site.slow.clear()
    threading.Timer(0.5, site.slow.set).start()
    page = tab.open(url) if by == "address" else press(tab, start).page
    assert page.text.startswith("You are done.")
    assert [e.url for e in tab.events() if e.kind == "outgoing"] == [AWAY]


@pytest.mark.parametrize("when", ["setTimeout({}, 300)", "addEventListener('DOMContentLoaded', {})"])
def test_a_page_that_leaves_once_it_is_parsed_is_read(tab, site, monkeypatch, when):
    """Its picture comes no more: Chrome has stopped loading it."""
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", 1000)
    script = when.format(f"() => location.href = '{AWAY}'")
    site.slow.clear()
    page = tab.open(site.add(f'<p>You are done.</p><img src="/slow"><script>{script}</script>'))
    site.slow.set()
    assert page.text.startswith("You are done.")
    assert [e.url for e in tab.events() if e.kind == "outgoing"] == [AWAY]


def test_a_page_that_leaves_as_it_has_loaded_is_as_good_as_before(tab, site, monkeypatch):
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", 1000)
    url = site.add(f"<p>You are done.</p><script>onload = () => location.href = '{AWAY}'</script>")
    assert [tab.open(url).text for _ in range(3)] == ["You are done."] * 3
    assert [e.url for e in tab.events() if e.kind == "outgoing"] == [AWAY] * 3


def test_opening_what_leads_away(tab, site):
    page = tab.open(site.add("", status=302, Location=AWAY))
    assert (page.kind, page.url) == ("foreign", AWAY)


def test_new_windows_are_closed_and_recorded(tab, site):
    page = tab.open(site.add("<button onclick=\"window.open('/next')\">Go</button>"))
    outcome = press(tab, page)
    assert outcome.kind == "unchanged"
    assert [(e.kind, e.url) for e in tab.events()] == [("dialog", site.origin + "/next")]


@pytest.mark.parametrize("style", [
    "opacity: 0", "font-size: 1px", "position: absolute; left: -9999px", "color: white", "text-indent: -9999px",
    "clip-path: inset(50%)", "width: 1px; height: 1px; overflow: hidden; position: absolute", "visibility: hidden",
    "transform: scale(0)", "max-height: 0; overflow: hidden", "color: transparent",
])  # fmt: skip
def test_hidden_text_is_listed_apart(tab, site, style):
    page = tab.open(site.add(f'<p>Seen</p><p style="{style}">Trap</p>'))
    assert (page.text, page.hidden_text) == ("Seen", ("Trap",))


@pytest.mark.parametrize("html", [
    '<p aria-hidden="true">Text</p>', '<div style="opacity: 0.5">Text</div>',
    '<p style="color: white; background: navy">Text</p>',
    '<div style="overflow: auto; height: 20px"><p style="margin-top: 50px">Text</p></div>',
    '<div style="background: black"><p style="color: white">Text</p></div>', '<div style="display: contents">Text</div>',
    '<div style="visibility: hidden"><p style="visibility: visible">Text</p></div>',
    '<div style="height: 3000px"></div><p>Text</p>', '<p style="position: fixed; bottom: 0">Text</p>',
])  # fmt: skip
def test_text_that_people_see(tab, site, html):
    page = tab.open(site.add(html))
    assert (page.text, page.hidden_text) == ("Text", ())


def test_text_reads_as_on_screen(tab, site):
    page = tab.open(
        site.add("""
        <h1>Title</h1><p>One <b>bold</b>   word<br>next line</p><ul><li>a<li>b</ul>
        <table><tr><th>x</th><td>1</td></tr><tr><th>y</th><td>2</td></tr></table><pre>k  l\nm</pre>
        <select><option>not read</select><div style="text-transform: uppercase">shout</div>""")
    )
    assert page.text == "Title\nOne bold word\nnext line\na\nb\nx\t1\ny\t2\nk l\nm\nSHOUT"


@pytest.mark.parametrize(
    ("alt", "read"),
    [
        (None, "[image]"),
        ("", "[image]"),
        (" ", "[image]"),
        ("a red square", "[image: a red square]"),
        ("x]\nPress [Go]", "[image: x) Press (Go)]"),
        ("so " * 100, f"[image: {('so ' * 67)[:200]}]"),
    ],
)
def test_pictures_are_read_by_their_alternative_text(tab, site, alt, read):
    said = "" if alt is None else f'alt="{alt}"'
    page = tab.open(site.add(f'<p>Look: <img src="{DOT}" width="90" height="90" {said}></p>'))
    assert page.text == f"Look: {read}"


def test_labels_are_found_where_the_author_left_them(tab, site):
    page = tab.open(
        site.add(
            FORM.format("""
        <label>Wrapped <input name="a"></label>
        <input name="b" aria-label="Named">
        <span id="s">Pointed at</span><input name="c" aria-labelledby="s">
        <fieldset><legend>Legend</legend><label><input type="radio" name="d" value="1"> One</label></fieldset>
        <p>Only <i>before</i> it</p><div><input name="e"></div>
        <table><tr><td>Row</td><td><input name="f"></td></tr></table>
        <input type="radio" name="g" value="1"> After one <input type="radio" name="g" value="2"> After two""")
        )
    )
    labels = {field.name: field.label for field in page.fields}
    assert labels == {
        "a": "Wrapped", "b": "Named", "c": "Pointed at", "d": "Legend", "e": "Only before it", "f": "Row", "g": "",
    }  # fmt: skip
    assert [c.label for c in page.field("g").choices] == ["After one", "After two"]


def test_tiles_with_hidden_radios_can_be_picked(tab, site):
    tile = (
        '<input type="radio" name="q" value="{0}" id="q{0}" style="position: absolute; opacity: 0"><label for="q{0}">T{0}</label>'
    )
    page = tab.open(site.add(FORM.format(tile.format(1) + tile.format(2))))
    assert [c.label for c in page.field("q").choices] == ["T1", "T2"]
    assert page.hidden_fields == ()
    site.posted.clear()
    assert press(tab, page, q="2").kind == "moved"
    assert site.posted == ["q=2"]


def test_traps_are_not_offered(tab, site):
    page = tab.open(
        site.add(
            FORM.format("""
        <input name="real"><input name="trap" style="display: none"><input name="off" disabled><input name="fixed" readonly>
        <input type="hidden" name="token"><div style="height: 0; overflow: hidden"><input type="checkbox" name="box"></div>""")
        )
    )
    assert [field.name for field in page.fields] == ["real"]
    assert page.hidden_fields == ("trap", "box")


def test_what_is_not_understood_is_named(tab, site):
    page = tab.open(site.add(FORM.format("""
        <input type="file" name="cv"><input type="color" name="shade"><div contenteditable="true" id="ed">x</div>
        <div role="slider" id="knob" style="width: 50px; height: 9px"></div><input id="loose">""")
        + '<input type="number" name="bid"><iframe srcdoc="<input>"></iframe><iframe srcdoc="<p>text"></iframe>'))  # fmt: skip
    assert [c.description for c in page.unknown] == [
        "input type=file name=cv", "div id=ed", "div role=slider id=knob",
    ]  # fmt: skip


def test_a_frame_of_another_server_is_named(tab, site):
    far = site.add('<input name="card">').replace("127.0.0.1", "localhost")
    page = tab.open(site.add(FORM.format('<input name="a">') + f'<iframe src="{far}" width="300" height="100"></iframe>'))
    assert [c.description for c in page.unknown] == [f"iframe 304 x 104 from {far}"]
    assert press(tab, page, a="1").kind == "moved"


def test_a_small_window_shows_what_people_with_a_phone_see(chrome, site):
    window = Window(chrome._connection, None, timeout=20, size=(390, 844), bare=False)
    window.admit(site.origin)
    tab = ChromeTab(window, origin=site.origin, page_timeout=20)
    style = """<style>@media (max-width: 600px) { .wide { display: none } }
        @media (min-width: 601px) { .narrow { display: none } }</style>"""
    html = """<p class="wide">Wide</p><p class="narrow">Narrow</p><button class="wide">Left</button>
        <div style="width: 900px">Table</div>"""
    page = tab.open(site.add(style + FORM.format(html)))
    assert (page.text, [b.label for b in page.buttons]) == ("Narrow\nTable\nGo", ["Go"])
    assert press(tab, page).kind == "moved"
    tab.close()


def test_controls_that_no_form_posts_are_listed_apart(tab, site):
    loose = """<input type="number" name="bid" max="9"><label><input type="radio" name="side" value="l"> L</label>
        <label><input type="radio" name="side" value="r"> R</label>"""
    script = """<script>
        const one = (selector) => document.querySelector(selector) || {};
        oninput = () => { one('[name=all]').value = [word, one('[name=bid]'), one(':checked')].map((el) => el.value).join() };
        </script>"""
    form = FORM.format('<label>Word <input id="word"></label><input type="hidden" name="all">')
    page = tab.open(site.add(form + loose + script))
    word, bid, side = page.tools
    assert ([t.kind for t in page.tools], page.fields, page.awaits) == (["text", "integer", "choice"], (), ("all",))
    assert (word.label, bid.max, [c.value for c in side.choices]) == ("Word", 9, ["l", "r"])
    after = tab.submit(Answer({word.name: "amber", bid.name: "7", side.name: "r"}, NOTHING)).page
    assert (after.awaits, [t.value for t in after.tools]) == ((), ["amber", "7", "r"])
    press(tab, after)
    assert site.posted[-1] == "all=amber%2C7%2Cr"


@pytest.mark.parametrize(("html", "label"), [
    ('<div style="cursor: pointer" id="t"><b>Forest</b></div>', "Forest"),
    ('<svg><circle id="t" r="50" style="cursor: pointer"><title>a dot</title></circle></svg>', "a dot"),
    ('<img id="t" alt="a cat" width="50" height="50" style="cursor: pointer">', "a cat"),
    ('<a href="#more" id="t">More</a>', "More"),
    ('<div role="tab" id="t">Rules</div>', "Rules"),
    ('<details><summary id="t">Rules</summary>Text</details>', "Rules"),
])  # fmt: skip
def test_what_is_no_button_and_can_be_pressed(tab, site, html, label):
    page = tab.open(
        site.add(FORM.format(html) + "<p id=p></p><script>t.addEventListener('click', () => { p.textContent = 'hit' })</script>")
    )
    assert [(b.label, b.role) for b in page.buttons] == [(label, "other"), ("Go", "next")]
    assert "hit" in press(tab, page, label).page.text


@pytest.mark.parametrize("html", [
    '<label style="cursor: pointer">Box <input type="checkbox" name="a"></label>',
    '<div style="cursor: pointer"><input name="a"></div>',
    '<a href="/elsewhere" style="cursor: pointer">A link</a>',
    '<div style="cursor: pointer; opacity: 0">Trap</div>',
    '<p style="cursor: help">Text</p>',
])  # fmt: skip
def test_what_looks_like_it_and_is_not_pressed(tab, site, html):
    page = tab.open(site.add(FORM.format(html)))
    assert [b.label for b in page.buttons] == ["Go"]


def test_buttons_in_a_frame_of_the_same_server(tab, site):
    inner = "<button onclick='parent.p.textContent = 1'>Inside</button>"
    page = tab.open(site.add(FORM.format("<p id=p></p>") + f'<iframe srcdoc="{inner}"></iframe>'))
    assert [(b.label, b.role) for b in page.buttons] == [("Go", "next"), ("Inside", "other")]
    assert (press(tab, page, "Inside").page.text, page.unknown) == ("1\nGo", ())


def test_fields_in_a_frame_of_the_same_server(tab, site):
    frame = site.add("""<label for="a">How many?</label><input id="a" type="number" onchange="parent.n.value = this.value">
        <span id="said">Why?</span><input aria-labelledby="said" onkeydown="parent.keys.textContent += event.key">
        <label><input type="radio" name="r" value="x" onchange="parent.r.value = this.value">X</label>
        <canvas width="30" height="30"></canvas>""")
    form = FORM.format('<input type="hidden" name="n" id="n"><input type="hidden" name="r" id="r"><p id=keys></p>')
    page = tab.open(site.add(f'{form}<iframe src="{frame}"></iframe>'))
    assert [(f.label, f.kind) for f in page.tools] == [("How many?", "integer"), ("Why?", "text"), ("", "choice")]
    assert [control.description for control in page.unknown] == ["canvas 30 x 30"]
    many, why, choice = (tool.name for tool in page.tools)
    outcome = tab.submit(Answer({many: "7", why: "so", choice: "x"}, NOTHING))
    assert (outcome.page.text, [tool.value for tool in outcome.page.tools]) == ("so\nGo", ["7", "so", "x"])
    site.posted.clear()
    assert tab.submit(Answer()).kind == "moved"
    assert site.posted == ["n=7&r=x"]


def test_reading_to_the_end_scrolls_the_page_and_its_boxes(tab, site):
    script = "addEventListener('scroll', (e) => { p.textContent += e.target === document ? 'page ' : 'box ' }, true)"
    box = '<div style="overflow-y: auto; height: 50px"><p style="height: 500px"></p></div>'
    page = tab.open(site.add(FORM.format(f"{box}<p id=p></p><p style='height: 3000px'></p>") + f"<script>{script}</script>"))
    assert page.scrolls
    after = tab.submit(Answer({}, SCROLL)).page
    assert (set(after.text.split()), after.scrolls) == ({"Go", "box", "page"}, False)


def test_a_key_of_the_page(tab, site):
    page = tab.open(
        site.add("<p id=p>Press K.</p><script>addEventListener('keydown', (e) => { p.textContent += e.key })</script>")
    )
    assert page.keys[0] == "k"
    assert tab.submit(Answer({}, KEY + "k")).page.text == "Press K.k"
    assert tab.submit(Answer({}, KEY + "Enter")).page.text == "Press K.kEnter"


@pytest.mark.parametrize(("script", "seconds"), [
    ("setTimeout(() => { location.href = '/next' }, 5000)", 5),
    ("setTimeout(leave, 1500); setTimeout(() => { f(1, 2) }, 200); function leave() {} function f() {}", 1.5),
    ("document.title = 'x'", 0),
])  # fmt: skip
def test_when_a_script_of_the_page_acts(tab, site, script, seconds):
    assert tab.open(site.add(f"<p>Text</p><script>{script}</script>")).acts_after == seconds


def test_every_kind_of_control_posts_its_value(tab, site):
    page = tab.open(
        site.add(
            FORM.format("""
        <input name="line" value="old"><input type="email" name="mail"><textarea name="text">old</textarea>
        <select name="many" multiple><option>x<option>y<option>z</select><input type="time" name="time">
        <input type="number" step="0.1" name="dec"><input type="range" name="slide" max="10">
        <input type="checkbox" name="box" value="on1"><input type="checkbox" name="gone" checked>""")
        )
    )
    assert page.field("dec").kind == "decimal"
    site.posted.clear()
    values = {"line": "new ä", "mail": "a@b.c", "text": "1\n2", "many": ("x", "z"), "time": "10:30", "dec": "0.3", "slide": "7"}
    outcome = press(tab, page, **values, box="True", gone="")
    assert (outcome.kind, outcome.unfilled) == ("moved", ())
    assert site.posted == ["line=new+%C3%A4&mail=a%40b.c&text=1%0D%0A2&many=x&many=z&time=10%3A30&dec=0.3&slide=7&box=on1"]


def test_real_keys_where_the_page_listens(tab, site):
    page = tab.open(
        site.add(
            FORM.format("""
        <input name="a" value="old"><textarea name="b">old</textarea><input name="n" type="number">
        <input type="hidden" name="heard" id="heard">
        <script>let n = 0; document.addEventListener('keydown', (e) => { if (e.isTrusted) heard.value = ++n })</script>""")
        )
    )
    site.posted.clear()
    assert press(tab, page, a="xy", b="1\n2", n="12").kind == "moved"
    assert site.posted == ["a=xy&b=1%0D%0A2&n=12&heard=7"]
    outcome = press(tab, tab.open(page.url), n="1,5")
    assert (outcome.kind, outcome.unfilled) == ("blocked", ("n",))
    assert outcome.messages[0].text == "the control does not take '1,5'; it holds '15'"


def test_a_value_the_page_rewrites_is_sent_and_told(tab, site):
    page = tab.open(site.add(FORM.format('<input name="a" oninput="this.value = this.value.toUpperCase()">')))
    outcome = press(tab, page, a="abc")
    assert (outcome.kind, outcome.unfilled) == ("moved", ("a",))


def test_no_more_than_a_person_could_type(tab, site):
    page = tab.open(site.add(FORM.format('<input name="a" maxlength="3">')))
    outcome = press(tab, page, a="abcdef")
    assert (outcome.kind, outcome.unfilled, outcome.page.field("a").value) == ("blocked", ("a",), "abc")


def test_answer_to_a_control_that_is_not_there(tab, site):
    outcome = press(tab, tab.open(site.add(FORM.format('<input name="a">'))), b="1")
    assert (outcome.kind, outcome.messages[0].field) == ("blocked", "b")


@pytest.mark.parametrize(("html", "why"), [
    ('<button disabled>Go</button>', "the button is disabled"),
    ('<button>Go</button><div id="veil" style="position: fixed; inset: 0; background: #0008"></div>',
     'the button is covered by <div id="veil">'),
])  # fmt: skip
def test_button_out_of_reach(tab, site, html, why):
    outcome = press(tab, tab.open(site.add(f'<form method="post">{html}</form>')))
    assert (outcome.kind, [m.text for m in outcome.messages]) == ("unchanged", [why])


def test_the_picture_of_a_button_is_none(tab, site):
    style = "<style>.mock { pointer-events: none }</style>"
    page = tab.open(site.add(f'{style}<form method="post"><p class="mock"><button>Send</button></p><button>Go</button></form>'))
    assert [(b.label, b.enabled) for b in page.buttons] == [("Send", False), ("Go", True)]


def test_button_that_appears_later_is_awaited(tab, site):
    site.slow.clear()
    page = tab.open(
        site.add("""<form method="post"><input name="a"><button disabled id="b">Go</button></form>
        <script>fetch('/slow').then(() => { b.disabled = false })</script>""")
    )
    assert [b.enabled for b in page.buttons] == [False]
    threading.Timer(0.4, site.slow.set).start()
    assert press(tab, page).kind == "moved"


def test_controls_drawn_a_moment_after_loading_are_seen(otree_like, tab, site):
    page = tab.open(otree_like('<div id="d"></div>', "setTimeout(() => { d.innerHTML = '<input name=late>' }, 60)"))
    assert [field.name for field in page.fields] == ["late"]


@pytest.fixture
def otree_like(site):
    def add(html: str, script: str) -> str:
        return site.add(f'<div class="otree-body"><form id="form" method="post">{html}</form></div><script>{script}</script>')

    return add


def test_questions_that_an_answer_reveals(tab, site):
    page = tab.open(
        site.add(
            FORM.format("""
        <select name="a" onchange="more.style.display = ''"><option value="">--<option>yes</select>
        <div id="more" style="display: none"><input name="b" required></div>
        <script>document.forms[0].addEventListener('submit', (e) => { if (!e.target.b.value) e.preventDefault() })</script>""")
        )
    )
    assert page.hidden_fields == ("b",)
    outcome = press(tab, page, a="yes")
    assert (outcome.kind, [f.name for f in outcome.page.fields]) == ("blocked", ["a", "b"])
    assert press(tab, outcome.page, b="now").kind == "moved"


def test_script_that_keeps_the_form_and_says_why(tab, site):
    page = tab.open(site.add(FORM.format("<script>form.onsubmit = () => { alert('Move the slider!'); return false }</script>")))
    outcome = press(tab, page)
    assert (outcome.kind, [m.text for m in outcome.messages]) == ("blocked", ["Move the slider!"])


def test_button_that_redraws_the_page(tab, site):
    page = tab.open(
        site.add('<p id="p">before</p><button onclick="setTimeout(() => { p.textContent = \'after\' }, 50)">Go</button>')
    )
    outcome = press(tab, page)
    assert (outcome.kind, outcome.page.text) == ("unchanged", "after\nGo")


def test_script_that_submits_later(tab, site):
    later = "setTimeout(() => document.forms[0].submit(), 100)"
    page = tab.open(site.add(f'<form id="form" method="post"></form><button onclick="{later}">Go</button>'))
    assert press(tab, page).kind == "moved"


def test_a_question_is_answered_with_what_stands_in_it(tab, site):
    ask = "p.textContent = [prompt('Name?', 'Guest'), prompt('Age?') === '', confirm('Sure?')]"
    page = tab.open(site.add(FORM.format(f'<p id=p></p><input type="button" value="Ask" onclick="{ask}">')))
    assert "Guest,true,true" in press(tab, page, "Ask").page.text


def test_leave_confirmation_is_accepted(tab, site):
    page = tab.open(site.add(FORM.format("<script>addEventListener('beforeunload', (e) => e.preventDefault())</script>")))
    assert press(tab, page).kind == "moved"


def test_an_answer_for_a_page_that_went_on_is_not_given(tab, site):
    site.slow.clear()
    url = site.add(FORM.format('<input name="a">') + "<script>fetch('/slow').then(() => { location = '/next' })</script>")
    page = tab.open(url)
    site.slow.set()
    wait_until(lambda: tab._navigation.documents != tab._seen, 10, "the page has gone on")
    site.posted.clear()
    outcome = press(tab, page, a="1")
    assert (outcome.sent, outcome.page.text, site.posted) == (False, "next", [])


def test_what_failed_to_load_is_noticed(tab, site):
    tab.open(site.add('<script src="http://127.0.0.1:9/far.js"></script><p>fine</p>'))
    assert [(e.kind, e.url, e.own) for e in tab.events()] == [("request-failed", "http://127.0.0.1:9/far.js", False)]


def test_what_the_server_does_not_have_is_noticed(tab, site):
    tab.open(site.add('<img src="/lost.png"><script>fetch("/none").then(() => { document.title = "heard" })</script>'))
    wait_until(lambda: tab.look().title == "heard", 10, "the script has heard of it")
    assert sorted((e.kind, e.text, e.url, e.own) for e in tab.events()) == [
        ("request-failed", "HTTP 404", f"{site.origin}/{name}", True) for name in ("lost.png", "none")
    ]
    assert tab.open(site.add("gone", status=404)).status == 404
    assert tab.events() == ()  # a page's own status is no lost file


def test_errors_of_others_are_not_our_own(tab, site):
    tab.open(site.add("<script>console.error('careful'); Promise.reject(new Error('lost'))</script>"))
    assert [(e.kind, e.text.split("\n")[0]) for e in tab.events()] == [("console", "careful"), ("script-error", "Error: lost")]


def test_status_and_unreachable_servers(tab, site):
    assert (tab.open(site.add("gone", status=404)).status, tab.look().kind) == (404, "error")
    page = tab.open("http://127.0.0.1:9/")
    assert page.kind == "foreign"


def test_server_that_is_down(chrome):
    down = chrome.tab("http://127.0.0.1:9")
    page = down.open("http://127.0.0.1:9/p/x/app/Page/1")
    down.close()
    assert (page.kind, page.status) == ("error", 0)


def test_pages_cannot_tell(tab, site):
    page = tab.open(
        site.add("""<p id="p"></p><script>p.textContent = [navigator.webdriver, document.hasFocus(),
        document.visibilityState, innerWidth, innerHeight,
        /Headless/.test(navigator.userAgent), typeof botex].join(' ')</script>""")
    )
    assert page.text == "false true visible 1280 900 false undefined"


def test_tabs_are_isolated_and_do_not_wait_for_each_other(chrome, site):
    url = site.add(
        FORM.format('<input name="a">')
        + """<p id="p"></p><script>
        p.textContent = document.cookie + localStorage.length; document.cookie = 'k=v'; localStorage.k = 'v'</script>"""
    )
    busy = site.add(
        "<form><button id='b'>Go</button></form>"
        "<script>b.onclick = () => { const t = Date.now(); while (Date.now() - t < 3000); }</script>"
    )
    tabs = [chrome.tab(site.origin) for _ in range(2)]
    ended: list[str] = []

    def slow() -> None:
        press(tabs[0], tabs[0].open(busy))
        ended.append("slow")

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        for _ in range(2):
            assert press(tabs[1], tabs[1].open(url)).kind == "moved"
        ended.append("quick")
    finally:
        thread.join()
    assert ended == ["quick", "slow"]
    assert tabs[0].open(url).text == "Go\n0"
    for one in tabs:
        one.close()


def test_page_is_read_though_a_picture_never_comes(tab, site, monkeypatch):
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", 0.3)
    site.slow.clear()
    page = tab.open(site.add(FORM.format('<input name="a">') + '<img src="/slow">'))
    assert [field.name for field in page.fields] == ["a"]
    site.slow.set()
    assert tab.wait_for_change(1) is None  # the picture is no new page
    assert press(tab, page, a="1").kind == "moved"


TALL = """<div style="height: {}px"></div><div style="height: 50px; background: blue"></div>"""
BOTTOM = """(async () => {{
    const image = new Image(), area = document.createElement('canvas').getContext('2d');
    image.src = 'data:image/jpeg;base64,{}';
    await image.decode();
    area.drawImage(image, 100, image.naturalHeight - 10, 1, 1, 0, 0, 1, 1);
    return [image.naturalHeight, ...area.getImageData(0, 0, 1, 1).data.map(part => Math.round(part / 64))].join();
}})()"""


@pytest.mark.parametrize(("height", "pictured"), [(30_000, "30050,0,0,4,4"), (70_000, "900,4,4,4,4")])
def test_a_tall_page_is_pictured_to_its_end_or_as_far_as_one_sees_it(tab, site, height, pictured):
    tab.open(site.add("<style>body { margin: 0 }</style>" + TALL.format(height)))
    picture = base64.b64encode(tab.screenshot()).decode()
    tab.open(site.origin + "/next")
    assert tab._window.run(BOTTOM.format(picture)) == pictured


def test_a_script_that_never_ends_is_the_pages_own_fault(new_driver, site):
    driver = new_driver(page_timeout=1.5)
    tab, other = driver.tab(site.origin), driver.tab(site.origin)
    url = site.add(FORM.format("<script>form.onsubmit = () => { for (;;); }</script>"), path="/p/code/app/Count/7")
    outcome = press(tab, tab.open(url))
    assert (outcome.page.kind, outcome.page.status, outcome.page.where, outcome.page.index) == ("error", 0, "app.Count", 7)
    assert outcome.page.text == "A script of the page has not come to an end within 1.5 s."
    assert tab.screenshot() == b""
    assert other.open(site.origin + "/next").text == "next"
    tab.close()


@pytest.mark.parametrize("script", ["for (;;);", "for (;;) alert('Hello')"])
def test_a_page_that_never_ends_loading_is_named(new_driver, site, script):
    tab = new_driver(page_timeout=1.5).tab(site.origin)
    page = tab.open(site.add(FORM.format(f"<script>{script}</script>"), path="/p/code/app/Count/7"))
    assert (page.kind, page.status, page.where, page.index) == ("error", 0, "app.Count", 7)


def test_server_that_does_not_answer(new_driver, site):
    tab = new_driver(page_timeout=1.5).tab(site.origin)
    page = tab.open(site.add('<form action="/slow"><button>Go</button></form>'))
    site.slow.clear()
    try:
        outcome = press(tab, page)
        assert (outcome.kind, outcome.messages[0].text) == ("unchanged", "The server has not answered within 1.5 s.")
        assert outcome.page.url == page.url
        assert tab.open(site.origin + "/slow").text == "The server has not answered within 1.5 s."
    finally:
        site.slow.set()


def test_a_document_that_has_lost_its_body_is_an_empty_page(tab, site):
    page = tab.open(site.add("<p>Gone</p><script>document.body.remove()</script>"))
    assert (page.text, page.buttons, page.scrolls) == ("", (), False)


@pytest.mark.parametrize("event", ["DOMContentLoaded", "load"])
def test_a_page_that_goes_on_as_it_has_loaded_is_followed(tab, site, event):
    site.add("<p>slow</p>", path="/slow")
    site.slow.clear()
    threading.Timer(0.5, site.slow.set).start()
    url = site.add(f"<p>fast</p><script>addEventListener('{event}', () => location.href = '/slow')</script>")
    assert tab.open(url).text == "slow"
    assert tab.wait_for_change(0.5) is None


def test_a_page_that_leaves_by_itself_while_another_is_opened_is_followed(tab, site):
    site.slow.clear()
    site.asked.clear()
    site.add("<p>where it went</p>", path="/slow-elsewhere")
    tab.open(site.add("<script>fetch('/when-asked').then(() => { location = '/slow-elsewhere' })</script>"))
    threading.Timer(2.5, site.slow.set).start()  # longer than Chrome's own page about a failure takes
    assert tab.open(site.add("<p>asked for</p>", path="/slow-asked-for")).text == "where it went"


def test_what_was_asked_for_is_opened_though_the_page_leaves_at_that_moment(tab, site):
    site.slow.clear()
    site.asked.clear()
    tab.open(site.add(f"<script>fetch('/when-asked').then(() => {{ location = '{AWAY}' }})</script>"))
    threading.Timer(0.5, site.slow.set).start()
    assert tab.open(site.add("<p>asked for</p>", path="/slow-asked-for")).text == "asked for"
    assert [e.url for e in tab.events() if e.kind == "outgoing"] == [AWAY]


@pytest.mark.parametrize(
    "leads", ['<a class="btn" href="/file">Go</a>', '<form method="post" action="/file"><button>Go</button></form>']
)
def test_a_button_that_downloads_a_file_leaves_the_page_as_it_is(tab, site, leads):
    attached = {"Content-Disposition": "attachment; filename=consent.txt"}
    for method in ("", "POST "):
        site.add("", path=f"{method}/file", **attached)
    page = tab.open(site.add(leads + FORM.format("").replace("Go", "On")))
    outcome = press(tab, page)
    assert (outcome.kind, outcome.messages) == ("unchanged", ())
    assert press(tab, outcome.page, "On").page.text == "next"
