"""Checks of a user's own over sessions without a browser: what they are given, and what becomes of what they find."""

from __future__ import annotations

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project

from botex_pytest import Found
from botex_pytest.casting import Cast
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.replays import play_config
from botex_pytest.study import Study

GAME = project(app(form("Ask", "first"), form("End")))


@pytest.fixture
def found(tmp_path):
    """What a check called `mine` finds, of two who play; with their result."""

    def play(check, toml="", **options):
        equipment = lab(FakeOtree(GAME), tmp_path, participants=2, **options)
        equipment.own_checks = {"mine": check}
        (planned,) = plan(GAME, Study.parse(toml), equipment.config)
        (result,) = play_config(equipment, planned, Cast([Embedded("min")]))
        return [f for f in result.findings if f.check == "mine"], result

    return play


def test_a_check_sees_who_saw_and_answered_what(found):
    seen = []
    findings, result = found(seen.append)
    assert findings == []
    (session,) = seen
    assert (session.config, session.code) == (result.config, result.code)
    assert [p.number for p in session.participants] == [1, 2]
    assert [page.name for page in session.participants[0].pages] == ["Ask", "End"]
    assert "first" in session.participants[1].page("Ask").answer


def test_a_sentence_is_to_review(found):
    (finding,), _ = found(lambda _: ["Round 3 took 7.5 s"])
    assert (finding.group, finding.title, finding.key) == ("review", "Round 3 took 7.5 s", "mine||Round # took # s")
    assert (finding.participants, finding.where) == ((), "")


def test_what_is_found_says_where_and_with_whom(found):
    def check(session):
        p1, p2 = session.participants
        yield Found("P1 is slow", page=p1.page("Ask"), fails=True, advice="Hurry.", key="slow")
        yield Found("P2 is slow", page=p2.page("Ask"), fails=True, key="slow")
        yield Found("P2 is late", participant=p2)

    (slow, late), _ = found(check)
    assert (slow.group, slow.title, slow.where, slow.round, slow.participants) == ("broken", "P1 is slow", "app.Ask", 1, (1, 2))
    assert (slow.advice, slow.key) == ("Hurry.", "mine|app.Ask|slow")
    assert (late.group, late.participants, late.where) == ("review", (2,), "")


@pytest.mark.parametrize(
    ("toml", "options", "groups"),
    [
        ('["*"]\nchecks = { mine = false }', {}, []),
        ("", {"skip_checks": "mine"}, []),
        ('["*"]\naccept = ["mine||Odd"]', {}, ["note"]),
        ("", {}, ["review"]),
    ],
)
def test_it_is_switched_off_and_accepted_by_name(found, toml, options, groups):
    findings, _ = found(lambda _: ["Odd"], toml, **options)
    assert [f.group for f in findings] == groups


@pytest.mark.parametrize(
    ("check", "options", "told"),
    [
        (lambda _: ["Odd"], {}, []),
        (lambda _: [], {}, ["mine||Odd is accepted in botex.toml and was not found any more"]),
        (lambda _: 1 / 0, {}, []),  # what it would have found is not known
        (lambda _: [], {"skip_checks": "mine"}, []),
    ],
)
def test_what_is_accepted_of_it_is_missed_only_when_it_has_looked(found, check, options, told):
    _, result = found(check, '["*"]\naccept = ["mine||Odd"]', **options)
    assert [line for line in result.skipped if "accepted" in line] == told


def broken(_):
    yield "Odd"
    raise ValueError("no such thing")


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (broken, "Your check mine raised ValueError at "),
        (lambda _: "Odd", "Your check mine found 'Odd'."),
        (lambda _: [7], "Your check mine found 7."),
        (lambda _: 7, "Your check mine found 7."),
        (lambda session: [session.participants[0].page("Askk").name], "Askk"),
    ],
)
def test_a_check_that_fails_is_told_and_the_session_not_judged(found, check, said):
    (finding,), _ = found(check)
    assert finding.group == "infrastructure"
    assert said in finding.detail
    assert finding.detail.startswith(finding.title)
