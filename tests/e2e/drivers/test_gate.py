"""No document leaves the server, whoever Chrome asks for leave."""

from __future__ import annotations

import pytest

from botex_pytest.drivers.chrome import ChromeDriver
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer

AWAY = "https://recruiter.example/complete?cc=SECRET1"
FAR = "http://127.0.0.1:9/frame"


@pytest.fixture(params=["asked directly", "asked through BiDi"])
def any_tab(request, monkeypatch, new_driver, site):
    if request.param == "asked through BiDi":
        monkeypatch.setattr(ChromeDriver, "_hire", lambda _: None)
    made = new_driver(page_timeout=20).tab(site.origin)
    yield made
    made.close()


def test_nobody_leaves_and_what_does_not_load_is_noticed_once(any_tab, site):
    tab = any_tab
    assert tab.open(site.add("", status=302, Location=AWAY)).url == AWAY
    site.add("", path="POST /leave", status=302, Location=AWAY)
    url = site.add('<form method="post" action="/leave"><button>Go</button></form>')
    tab.open(url)
    assert tab.submit(Answer()).outgoing == AWAY
    assert tab.look().url == url
    assert [(e.kind, e.url) for e in tab.events()] == [("outgoing", AWAY)] * 2

    tab.open(site.add(f'<iframe src="{FAR}"></iframe><img src="http://127.0.0.1:9/far.png"><img src="/lost.png">'))
    failed = [("http://127.0.0.1:9/far.png", False), (FAR, False), (site.origin + "/lost.png", True)]
    assert sorted((e.kind, e.url, e.own) for e in tab.events()) == sorted(("request-failed", url, own) for url, own in failed)


def test_a_page_that_leaves_while_it_still_loads_is_read(any_tab, site):
    url = site.add(f"<p>You are done.</p><script>location.href = '{AWAY}'</script>")
    page = any_tab.open(site.add(f"<button onclick=\"location.href='{url}'\">Go</button>"))
    assert any_tab.submit(Answer(button=page.buttons[0].ref)).page.text == "You are done."
    assert any_tab.open(url).text == "You are done."
    assert [(e.kind, e.url) for e in any_tab.events()] == [("outgoing", AWAY)] * 2


def test_frames_and_what_is_left_behind_are_no_failures(any_tab, site):
    """A frame of the same server may be filled, a frame that is taken away before it has come is nobody's fault."""
    site.slow.clear()
    frame = site.add("<p>inside</p>")
    taken_away = "const slow = document.body.appendChild(document.createElement('iframe')); slow.src = '/slow-frame'"
    any_tab.open(site.add(f'<iframe src="{frame}"></iframe><script>{taken_away}; setTimeout(() => slow.remove(), 50)</script>'))
    site.slow.set()
    assert any_tab.open(site.origin + "/next").text == "next"
    assert any_tab.events() == ()


def test_nothing_is_opened_while_nobody_can_be_asked(new_driver, site):
    driver = new_driver(page_timeout=20)
    tab = driver.tab(site.origin)
    driver._keeper.close()
    assert not driver.alive
    with pytest.raises(BrowserError):
        tab.open(site.origin + "/next")
    assert driver.tab(site.origin).open(site.origin + "/next").text == "next"  # by another browser
