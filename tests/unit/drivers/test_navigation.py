"""What is made of the order in which Chrome tells of documents, as it was seen to do."""

from concurrent.futures import Future

import pytest

from botex_pytest.drivers import navigation
from botex_pytest.drivers.navigation import Navigation

SITE = "http://127.0.0.1:8000"
AWAY = "https://recruiter.example/complete"


@pytest.fixture
def nav():
    made = Navigation("tab", SITE, lambda _method, _params: Future())
    made.gated = True
    return made


def tell(nav, *events):
    """("gate", path), ("redirected", path), ("away",), or an event of BiDi's about a navigation: (name, navigation, path)."""
    for name, *about in events:
        if name in ("gate", "redirected"):
            assert nav.may_load(SITE + about[0], top=True, redirected=name == "redirected")
        elif name == "away":
            assert not nav.may_load(AWAY, top=True, redirected=False)
        else:
            url = AWAY if about[1] == AWAY else SITE + about[1]
            nav.on_event(f"browsingContext.{name}", {"context": "tab", "navigation": about[0], "url": url})


def page(navigation, path):
    """The last three things that are told of a document; an older Chrome leaves out the first."""
    return [(name, navigation, path) for name in ("navigationCommitted", "domContentLoaded", "load")]


def shown(nav, navigation, path):
    """A page that has been opened and read."""
    tell(nav, ("navigationStarted", navigation, path), ("gate", path), *page(navigation, path))
    assert not nav.under_way


@pytest.mark.parametrize("told", [slice(3), slice(1, 3)], ids=["", "older Chrome"])
def test_a_document_is_counted_when_it_is_there(nav, told):
    for number in (1, 2):
        name, path = f"n{number}", f"/p{number}"
        tell(nav, ("navigationStarted", name, path), ("gate", path))
        assert (nav.documents, nav.under_way) == (number - 1, True)
        tell(nav, *page(name, path)[told])
        assert (nav.documents, nav.under_way) == (number, False)


def test_one_that_was_read_before_its_last_picture_came_is_counted_once(nav, monkeypatch):
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", -1)
    tell(nav, ("navigationStarted", "a", "/p"), ("gate", "/p"), *page("a", "/p")[:2])
    assert nav.wait(lambda: nav.documents == 1, 0)
    tell(nav, ("load", "a", "/p"))
    assert (nav.documents, nav.under_way) == (1, False)


def test_a_late_picture_does_not_make_the_next_document_come(nav, monkeypatch):
    monkeypatch.setattr(navigation, "DRAWN_SECONDS", -1)
    tell(nav, ("navigationStarted", "a", "/p"), ("gate", "/p"), *page("a", "/p")[:2])
    assert nav.wait(lambda: nav.documents == 1, 0)
    tell(nav, ("gate", "/next"), ("load", "a", "/p"))  # the gate was faster than BiDi
    assert (nav.documents, nav.under_way) == (1, True)
    tell(nav, ("navigationStarted", "b", "/next"), *page("b", "/next"))
    assert (nav.documents, nav.under_way) == (2, False)


@pytest.mark.parametrize("loaded", [2, 1], ids=["by its load event", "by that of its parsed text"])
def test_a_document_that_leads_on_is_told_of_under_the_name_of_the_next(nav, loaded):
    """`addEventListener("load", () => location.href = ...)`: what is told of it afterwards does not make the next one come."""
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), *page("a", "/p1")[:loaded])
    tell(nav, ("navigationStarted", "b", "/p2"), ("gate", "/p2"), *page("b", "/p1")[loaded:])
    assert (nav.documents, nav.under_way) == (1, True)
    tell(nav, *page("b", "/p2"))
    assert (nav.documents, nav.under_way) == (2, False)


@pytest.mark.parametrize("loaded", [2, 1])
@pytest.mark.parametrize("gate_first", [True, False])
def test_a_document_that_leads_away_is_told_of_under_the_name_of_where_it_leads(nav, loaded, gate_first):
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), *page("a", "/p1")[:loaded])
    asked = [("away",), ("navigationStarted", "b", AWAY)]
    tell(nav, *(asked if gate_first else asked[::-1]), *page("b", "/p1")[loaded:])
    assert (nav.documents, nav.under_way, nav.outgoing) == (1, False, [AWAY])


@pytest.mark.parametrize("parsed", ["before", "after", "never"])
def test_one_that_leads_away_is_read_before_its_last_picture_comes(nav, monkeypatch, parsed):
    """Chrome may have given up loading it."""
    monkeypatch.setattr(navigation, "LEAVING_SECONDS", -1)
    committed, drawn, _ = page("a", "/p1")
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), committed)
    tell(nav, *([drawn] if parsed == "before" else ()), ("away",), *([drawn] if parsed == "after" else ()))
    assert nav.wait(lambda: nav.documents == 1, 0)
    assert not nav.under_way


def test_one_that_is_read_as_it_leads_away_is_counted_once_though_told_of_later(nav, monkeypatch):
    monkeypatch.setattr(navigation, "LEAVING_SECONDS", -1)
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), ("away",))
    assert nav.wait(lambda: nav.documents == 1, 0)
    tell(nav, *page("a", "/p1"))
    assert (nav.documents, nav.under_way) == (1, False)


@pytest.mark.parametrize("gate_first", [True, False])
def test_a_page_that_leads_away_while_another_is_asked_for_is_not_counted_again(nav, monkeypatch, gate_first):
    monkeypatch.setattr(navigation, "LEAVING_SECONDS", -1)
    monkeypatch.setattr(navigation, "FAILED_SECONDS", -1)
    shown(nav, "a", "/p1")
    tell(nav, ("navigationStarted", "b", "/p2"), ("gate", "/p2"))
    given_up = [("away",), ("navigationFailed", "b", "/p2")]
    tell(nav, *(given_up if gate_first else given_up[::-1]), ("navigationStarted", "c", AWAY))
    assert not nav.wait(lambda: nav.documents > 1, 0)
    assert not nav.under_way


def test_an_error_page_of_chromes_own_is_counted(nav):
    """Which takes the place of another without that being told."""
    shown(nav, "a", "/p1")
    tell(nav, ("navigationStarted", "b", "/p2"), ("gate", "/p2"), ("navigationFailed", "b", "/p2"), *page("b", "/p2")[1:])
    assert (nav.documents, nav.under_way) == (2, False)


@pytest.mark.parametrize("reload_is_there", [True, False], ids=["reload is there", "reload is not there yet"])
@pytest.mark.parametrize("asked_again", ["before", "after"])
def test_two_documents_under_one_name(nav, reload_is_there, asked_again):
    """A page that reloads itself while another is asked for: Chrome gives what the reload led to the name of the other."""
    shown(nav, "z", "/p1")
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), ("redirected", "/p2"))
    committed = ("navigationCommitted", "a", "/p2")
    other = [("navigationFailed", "a", "/p1"), ("navigationStarted", "b", "/start"), ("gate", "/start")]
    tell(nav, *([committed, *other[1:]] if reload_is_there else [*other, committed]))
    asked, came = [("redirected", "/p2")], page("b", "/p2")[1:]
    tell(nav, *([*asked, *came] if asked_again == "before" else [*came, *asked]))
    assert nav.documents == 2
    tell(nav, *page("b", "/p2"))
    assert (nav.documents, nav.under_way) == (3, False)


def test_an_older_chrome_counts_one_that_led_on_in_place_of_the_next_which_then_is_counted_too(nav):
    tell(nav, ("navigationStarted", "a", "/p1"), ("gate", "/p1"), ("domContentLoaded", "a", "/p1"))
    tell(nav, ("navigationStarted", "b", "/p2"), ("load", "b", "/p1"), ("gate", "/p2"))
    assert (nav.documents, nav.under_way) == (1, True)
    tell(nav, *page("b", "/p2")[1:])
    assert (nav.documents, nav.under_way) == (2, False)


def test_a_document_that_has_won_over_the_one_told_of_last(nav):
    """A page goes on by itself while another is asked for, and is too late: Chrome gives that up and says so of the other."""
    shown(nav, "z", "/p1")
    tell(nav, ("navigationStarted", "a", "/start"), ("gate", "/start"), ("redirected", "/p2"))
    tell(nav, ("navigationFailed", "a", "/start"), ("navigationStarted", "b", "/p1"))
    tell(nav, ("navigationCommitted", "a", "/p2"), *page("b", "/p2")[1:])
    assert (nav.documents, nav.under_way) == (2, False)


def test_a_download_leaves_the_document_that_is_there(nav):
    shown(nav, "a", "/p1")
    tell(nav, ("gate", "/file"), ("navigationStarted", "b", "/file"), ("downloadWillBegin", "b", "/file"))
    assert (nav.documents, nav.under_way) == (1, False)
    tell(nav, ("navigationStarted", "c", "/p2"), ("downloadWillBegin", "b", "/file"))
    assert nav.under_way
