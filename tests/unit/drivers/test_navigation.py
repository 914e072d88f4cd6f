"""What is made of the order in which Chrome tells of documents, as it was seen to do."""

from concurrent.futures import Future

import pytest

from botex_pytest.drivers import navigation
from botex_pytest.drivers.navigation import Navigation

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def nav():
    made = Navigation("tab", SITE, lambda _method, _params: Future())
    made.gated = True
    return made


def tell(nav, *events):
    """("gate", path), ("redirected", path), or an event of BiDi's about a navigation: (name, navigation, path)."""
    for name, *about in events:
        if name in ("gate", "redirected"):
            assert nav.may_load(SITE + about[0], top=True, redirected=name == "redirected")
        else:
            nav.on_event(f"browsingContext.{name}", {"context": "tab", "navigation": about[0], "url": SITE + about[1]})


def page(navigation, path):
    return [("domContentLoaded", navigation, path), ("load", navigation, path)]


def test_a_document_is_counted_when_it_is_there(nav):
    tell(nav, ("navigationStarted", "a", "/p"), ("gate", "/p"))
    assert (nav.documents, nav.under_way) == (0, True)
    tell(nav, *page("a", "/p"))
    assert (nav.documents, nav.under_way) == (1, False)


def test_one_that_was_read_before_its_last_picture_came_is_counted_once(nav, monkeypatch):
    tell(nav, ("navigationStarted", "a", "/p"), ("gate", "/p"), ("domContentLoaded", "a", "/p"))
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", -1)
    assert nav.wait(lambda: nav.documents == 1, 0)
    tell(nav, ("load", "a", "/p"))
    assert (nav.documents, nav.under_way) == (1, False)


def test_a_late_picture_does_not_make_the_next_document_come(nav, monkeypatch):
    tell(nav, ("navigationStarted", "a", "/p"), ("gate", "/p"), ("domContentLoaded", "a", "/p"))
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", -1)
    assert nav.wait(lambda: nav.documents == 1, 0)
    tell(nav, ("gate", "/next"), ("load", "a", "/p"))  # the gate was faster than BiDi
    assert (nav.documents, nav.under_way) == (1, True)
    tell(nav, ("navigationStarted", "b", "/next"), *page("b", "/next"))
    assert (nav.documents, nav.under_way) == (2, False)


def test_two_documents_under_one_name(nav):
    """A page that reloads itself while another is asked for: Chrome gives what the reload led to the name of the other."""
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), ("redirected", "/p2"))
    tell(nav, ("navigationFailed", "a", "/p1"), ("navigationStarted", "b", "/start"), ("gate", "/start"))
    tell(nav, *page("b", "/p2"))
    tell(nav, ("redirected", "/p2"))
    assert nav.under_way
    tell(nav, *page("b", "/p2"))
    assert (nav.documents, nav.under_way) == (2, False)
