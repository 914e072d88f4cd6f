"""What is told of the experimenter's pages, exports and payments."""

from __future__ import annotations

from typing import Any

import pytest
from study_builder import Way, app, form, play, project

from botex_pytest.checks.base import AdminPage, Fault, Moment, Play
from botex_pytest.checks.examine import examine
from botex_pytest.checks.experimenter import payments
from botex_pytest.results import Finding, Payment

GAME = project(app(form("Ask", "number"), form("End")))
DIES = Fault("TypeError: no sum of None", "", "app/__init__.py", 7)
WIDE = (
    "participant.id_in_session",
    "participant.payoff",
    "session.config.participation_fee",
    "session.config.real_world_currency_per_point",
)


def after(*admin: AdminPage, **more: Any) -> Play:
    players = [Way(GAME, n).answer("Ask", number="3").stop("End") for n in (1, 2)]
    return play(GAME, *players, admin=admin, **more)


def told(*admin: AdminPage, **more: Any) -> list[Finding]:
    return list(examine(after(*admin, **more)).findings)


def error(moment: Moment, fault: Fault | None = DIES) -> AdminPage:
    return AdminPage("custom_export of app", moment, 500, fault=fault)


def export(moment: Moment, *rows: str, name: str = "custom_export of app") -> AdminPage:
    return AdminPage(name, moment, 200, tuple(tuple(row.split(",")) if row else () for row in rows))


# --- pages and exports that fail ---


@pytest.mark.parametrize(
    ("moments", "group", "words"),
    [
        (["before"], "review", "before anybody has started"),
        (["middle"], "broken", "while somebody is still on the way, or has dropped out"),
        (["before", "middle"], "broken", "while somebody is still on the way, or has dropped out"),
        (["before", "middle", "end"], "broken", "at the end of the session"),
    ],
)
def test_an_export_that_fails_is_told_once(moments: list[Moment], group: str, words: str) -> None:
    (finding,) = told(*map(error, moments))
    assert (finding.check, finding.group, finding.place) == ("admin-page", group, "app/__init__.py:7")
    assert finding.title == f"The experimenter gets an error from custom_export of app {words}: TypeError: no sum of None"


def test_without_a_log_the_status_is_told() -> None:
    (finding,) = told(error("end", None))
    assert finding.title.endswith("HTTP status 500")


def test_pages_that_answer_are_not_told() -> None:
    assert told(AdminPage("the monitor", "before", 200), AdminPage("the monitor", "end", 302)) == []


def test_it_can_be_accepted_or_switched_off() -> None:
    (finding,) = told(error("end"), study={"accept": ["admin-page|custom_export of app"]})
    assert finding.group == "note"
    assert told(error("end"), study={"checks": {"admin-page": False}}) == []


# --- exports whose columns do not fit ---


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([export("end", "a,b", "1,2", "3")], "row 3 has 1 column, and the first has 2"),
        (
            [export("before", "a,b"), export("end", "a,b,c", "1,2,3")],
            "there are 3 columns at the end of the session, and 2 before anybody has started",
        ),
        ([export("before", "a,a"), export("end", "a,a", "1,2")], "two columns have the name a"),
    ],
)
def test_columns_that_do_not_fit(pages: list[AdminPage], words: str) -> None:
    (finding,) = told(*pages)
    assert (finding.check, finding.group, finding.title) == ("uneven-export", "review", f"In custom_export of app, {words}")


@pytest.mark.parametrize(
    "pages",
    [
        [export("before"), export("end", "a,b", "1,2")],
        [export("before", "a,b"), export("end", "a,b", "1,", "", "3,4")],
        [export("before", "x7,0"), export("end", "x7,5")],  # no head: the first row is data
        [export("end", "x7,x7")],
        [export("before", "a,1", name="custom_export of app"), export("before", "a,b,c", name="the wide export")],
    ],
)
def test_columns_that_fit(pages: list[AdminPage]) -> None:
    assert told(*pages) == []


# --- payments ---


def wide(*rows: str) -> AdminPage:
    return export("end", ",".join(WIDE), *rows, name="the wide export")


def test_what_everybody_would_be_paid() -> None:
    assert payments(after(wide("1,40.0,2.5,0.1", "2,,2.5,0.1"))) == (
        Payment(1, 40.0, 4.0, 2.5, 6.5),
        Payment(2, 0.0, 0.0, 2.5, 2.5),
    )
    assert payments(after()) == ()


def test_less_than_nothing() -> None:
    (finding,) = told(wide("1,-5.0,2.0,1.0", "2,3.0,2.0,1.0"))
    assert (finding.check, finding.group, finding.participants) == ("odd-payment", "review", (1,))
    assert "P1 gets -5.00 EUR, and -3.00 with the participation fee" in finding.title


def parts(*pays: tuple[str, str], code: str = "code1") -> dict[str, list[dict[str, str]]]:
    row = {"participant.code": code, "participant.id_in_session": "1"}
    return {"app": [{**row, "player.role": role, "player.payoff": payoff} for role, payoff in pays]}


def test_a_role_that_earns_nothing() -> None:
    rows = parts(("Seller", "3"), *[("Buyer", "0.0")] * 3)
    (finding,) = told(rows=rows)
    assert finding.title == "In app the role Buyer earns nothing in all its 3 parts, while others earn"


@pytest.mark.parametrize(
    "rows",
    [
        parts(("Seller", "3"), *[("Buyer", "0")] * 2),  # may be chance
        parts(("Seller", "0"), *[("Buyer", "0")] * 3),  # nobody earns
        parts(("Seller", "3"), *[("Buyer", "0")] * 3, ("Buyer", "1")),
        parts(("", "3"), *[("", "0")] * 3),
        parts(("Seller", "3"), *[("Buyer", "0")] * 3, code="of somebody who never finished"),
    ],
)
def test_roles_that_may_rightly_have_nothing(rows: dict[str, list[dict[str, str]]]) -> None:
    assert told(rows=rows) == []


# --- the way back ---


@pytest.mark.parametrize(("code", "count"), [("XXXX", 1), ("C1A2B3", 0)])
def test_a_completion_code_that_nobody_filled_in(code: str, count: int) -> None:
    link = f"https://app.example/complete?cc={code}"
    player = Way(GAME, 1).answer("Ask", number="3").stop("End", page={"links_out": (link,)})
    findings = examine(play(GAME, player)).findings
    assert [f.check for f in findings] == ["completion-link"] * count


def test_why_nobody_looked_is_told() -> None:
    assert examine(after(admin_unseen="the experimenter's pages were not looked at: x")).unchecked == (
        "the experimenter's pages were not looked at: x",
    )
