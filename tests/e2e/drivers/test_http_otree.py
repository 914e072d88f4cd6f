"""Real oTree pages without a browser: what is sent, what comes of it, who waits for whom."""

from __future__ import annotations

import threading
import time

import pytest

from botex_pytest.drivers.auto import AutoDriver
from botex_pytest.drivers.http import HttpDriver
from botex_pytest.page import Answer, Message, Page

STANDARD = {
    "whole": "4", "prefilled": "7", "share": "0.5", "amount": "12", "agree": "True", "tick": "y", "word": "hello",
    "story": "two\nlines", "optional": "", "colour": "g", "level": "2", "side": "left",
}  # fmt: skip
LIKERT = {"tea": "1", "coffee": "3"}
RAW = {"slider": "35", "day": "2024-05-06"}
FORM = '<form method="post" id="form">{}<button>Go</button></form>'
TIMER = """<script>
    $(function () {
        var currentDate = new Date();
        var remainingTimeoutSeconds = 0.3;
    });</script>"""  # as oTree writes it
AWAY = "https://recruiter.example/complete?cc=SECRET1"


@pytest.fixture
def http_tab(otree_server):
    made = HttpDriver(page_timeout=20).tab(otree_server.url)
    yield made
    made.close()


@pytest.fixture
def site_tab(site):
    made = HttpDriver(page_timeout=20).tab(site.origin)
    yield made
    made.close()


@pytest.fixture
def first(http_tab, otree_server) -> Page:
    return http_tab.open(otree_server.links("widgets", 1)[0])


def advance(tab, *answers) -> Page:
    """Answer page after page; a string is the value of an answer button."""
    page = tab.look()
    for answer in answers:
        button = next(b.ref for b in page.buttons if b.value == answer) if isinstance(answer, str) else None
        outcome = tab.submit(Answer({} if button else answer, button))
        assert outcome.kind == "moved", outcome
        page = outcome.page
    return page


def test_all_pages_of_a_study(http_tab, first):
    assert (first.kind, first.where, first.index, first.needs_browser) == ("form", "widgets.Standard", 1, ())
    page = advance(http_tab, STANDARD, LIKERT, "cooperate", RAW)
    assert (page.where, page.needs_browser) == ("widgets.Keys", ("a script of its own",))
    end = advance(http_tab, {"typed": "x"}, {})
    assert (end.kind, end.where, end.links_out) == ("still", "widgets.End", ("https://recruiter.example/complete?cc=ABC123",))


def test_the_browsers_own_validation_holds(http_tab, first):
    outcome = http_tab.submit(Answer({**STANDARD, "whole": "30"}))
    assert outcome.kind == "blocked"
    assert outcome.messages == (Message("Value must be less than or equal to 10.", "whole", "browser"),)
    assert outcome.page.field("whole").value == "30"
    outcome = http_tab.submit(Answer({**STANDARD, "whole": "1,5"}))
    assert (outcome.kind, outcome.unfilled) == ("blocked", ("whole",))


def test_the_servers_messages_stand_at_their_fields(http_tab, first):
    outcome = http_tab.submit(Answer({**STANDARD, "share": "abc", "word": "forbidden"}))
    assert outcome.kind == "rejected"
    assert Message("Not a valid float value", "share") in outcome.messages
    assert Message("This word is not allowed.", "word") in outcome.messages
    assert http_tab.look() == outcome.page  # looking again loses nothing
    assert http_tab.submit(Answer({"word": "allowed", "share": "0,5"})).page.where == "widgets.Likert"


def test_a_server_error_is_a_page_and_the_next_request_works(http_tab, first):
    page = advance(http_tab, STANDARD, LIKERT, "crash", RAW, {"typed": "x"}, {})
    assert (page.kind, page.status, page.name) == ("error", 500, "Crash")
    assert http_tab.open(page.url).status == 500


def test_a_wait_page_is_left_when_the_partner_comes(otree_server):
    driver = HttpDriver(page_timeout=20)
    links = otree_server.links("pair", 2)
    tabs = [driver.tab(otree_server.url) for _ in links]
    page = tabs[0].open(links[0])
    assert 100 < page.seconds_left <= 120
    waiting = advance(tabs[0], {"offer": "3"})
    assert (waiting.kind, waiting.waits_for, waiting.where) == ("wait", "group", "pair.Meet")
    assert tabs[0].wait_for_change(0.1) is None
    tabs[1].open(links[1])
    assert advance(tabs[1], {"offer": "3"}).name == "Result"
    assert tabs[0].wait_for_change(10).name == "Result"
    for tab in tabs:
        tab.close()


def test_who_waits_can_be_told_to_stop(otree_server):
    tab = HttpDriver(page_timeout=20).tab(otree_server.url)
    tab.open(otree_server.links("pair", 2)[0])
    advance(tab, {"offer": "3"})
    found: list[Page | None] = []
    waiter = threading.Thread(target=lambda: found.append(tab.wait_for_change(60)))
    waiter.start()
    time.sleep(0.3)
    tab.close()
    waiter.join(10)
    assert found == [None]


def test_live_pages_are_never_played(http_tab, otree_server):
    page = http_tab.open(otree_server.links("talk", 1)[0])
    assert page.live
    assert page.needs_browser[0] == "it is a live page"


@pytest.mark.parametrize("status", [302, 303, 307])
def test_nobody_leaves_the_server(site, site_tab, status):
    site.add("", path="POST /leave", status=status, Location=AWAY)
    page = site_tab.open(site.add('<form method="post" action="/leave"><button>Go</button></form>'))
    outcome = site_tab.submit(Answer())
    assert (outcome.kind, outcome.outgoing, site_tab.look()) == ("left", AWAY, page)
    assert [(e.kind, e.url, e.own) for e in site_tab.events()] == [("outgoing", AWAY, False)]
    assert site_tab.open(site.origin + "/next").text == "next"


def test_an_authors_style_sheet_hides_traps_and_is_asked_for_once(site):
    site.add("", path="/static/trap.css")
    site.pages["/static/trap.css"] = (200, ".trap { display: none }", {"Content-Type": "text/css"})
    driver = HttpDriver(page_timeout=20)
    url = site.add(
        '<link rel="stylesheet" href="/static/trap.css">' + FORM.format('<input name="a"><input name="t" class="trap">')
    )
    page = driver.tab(site.origin).open(url)
    assert ([f.name for f in page.fields], page.hidden_fields) == (["a"], ("t",))
    site.pages["/static/trap.css"] = (200, "", {"Content-Type": "text/css"})
    assert driver.tab(site.origin).open(url) == page


def test_a_page_timer_sends_the_form_as_it_stands(site, site_tab):
    page = site_tab.open(site.add(FORM.format('<input name="a" required>') + TIMER))
    site.posted.clear()
    assert page.seconds_left is not None
    assert site_tab.wait_for_change(10).text == "next"
    assert site.posted == ["a=&timeout_happened=1"]


def test_a_server_that_does_not_answer(site):
    tab = HttpDriver(page_timeout=1).tab(site.origin)
    page = tab.open(site.add('<form action="/slow"><button>Go</button></form>'))
    site.slow.clear()
    try:
        outcome = tab.submit(Answer())
        assert (outcome.kind, outcome.page) == ("unchanged", page)
        assert outcome.messages == (Message("The server has not answered within 1 s."),)
    finally:
        site.slow.set()
    tab.close()


def test_nobody_there():
    page = HttpDriver(page_timeout=2).tab("http://127.0.0.1:9").open("http://127.0.0.1:9/p/x/app/Page/1")
    assert (page.kind, page.status) == ("error", 0)


def test_chrome_takes_over_in_the_middle_of_a_study(chrome, otree_server):
    tab = AutoDriver(HttpDriver(page_timeout=20), chrome).tab(otree_server.url)
    tab.open(otree_server.links("widgets", 1)[0])
    page = advance(tab, STANDARD, LIKERT, "cooperate", RAW)
    assert (page.where, page.needs_browser) == ("widgets.Keys", ())
    assert tab.screenshot().startswith(b"\xff\xd8\xff")
    assert advance(tab, {"typed": "banana"}).where == "widgets.Noisy"
    assert [e.kind for e in tab.events()] == ["dialog", "script-error"]
    assert advance(tab, {}).kind == "still"
    assert tab.screenshot() == b""
    tab.close()


def test_an_error_is_confirmed_in_chrome(chrome, otree_server):
    tab = AutoDriver(HttpDriver(page_timeout=20), chrome).tab(otree_server.url)
    tab.open(otree_server.links("widgets", 1)[0])
    page = advance(tab, STANDARD, LIKERT, "crash", RAW, {"typed": "x"}, {})
    assert (page.kind, page.status, page.name) == ("error", 500, "Crash")
    assert tab.screenshot().startswith(b"\xff\xd8\xff")
    tab.close()
