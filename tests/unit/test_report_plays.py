"""How plays of one config are told."""

from __future__ import annotations

from run_builder import person

from botex_pytest.report.plays import explored, how, repeated, unseen, which_counts
from botex_pytest.results import Finding, Reached, SessionResult


def play(number=1, *, people=2, **more):
    known = {"variant": "", "code": "c", "seed": 7, "model": "random", "driver": "chrome", "folder": f"sessions/game-{number}"}
    participants = tuple(person(n) for n in range(1, people + 1))
    return SessionResult(config="game", play=number, participants=participants, **{**known, **more})


CAUSE = Finding("server-error", "broken", "An error", "game", "key", (1,))


def test_one_play_needs_no_words():
    assert which_counts([play()]) == ""
    assert list(explored([play()])) == []
    assert how(play()) == []


def test_which_play_counts():
    assert which_counts([play(replayed=True), play(2)]) == "played 2 times; the last says who finished"
    assert which_counts([play(), play(2, replayed=True)]) == "played 2 times; play 1 says who finished"


def test_how_a_play_differs():
    assert how(play(purpose="human-pace", time_factor=1.0)) == ["at human pace, after something broke"]
    assert how(play(arrivals="staggered", time_factor=0.5)) == ["arrivals staggered", "0.5 of human reading speed"]


def test_exploring_is_told_play_by_play():
    late = Reached(("app.Ask", "app.Late"), (("app.Late", "app.Ask"),), (("app.Ask", "colour", "red"),))
    plays = [
        play(reached=Reached(("app.Ask",))),
        play(2, purpose="exploring", arrivals="one-by-one", reached=late, findings=(CAUSE,), replayed=True),
        play(3, purpose="exploring", arrivals="staggered", reached=Reached(("app.Ask",)), replayed=True),
        play(4, purpose="exploring", reached=late, findings=(CAUSE,), replayed=True),
        play(5, purpose="human-pace", replayed=True),
    ]
    assert list(explored(plays)) == [
        "game: 4 sessions; the last 2 reached nothing new",
        "    play 1, together: 1 page",
        "    play 2, one-by-one: 1 page (app.Late), 1 way, 1 choice, 1 cause",
        "    play 3, staggered: nothing new",
        "    play 4, together: nothing new",
    ]


def test_exploring_that_was_cut_short_says_how_to_go_on():
    plays = [play(reached=Reached(("a.A",))), play(2, purpose="exploring", reached=Reached(("a.B",)))]
    assert next(explored(plays)) == "game: 2 sessions; more may be reached: --botex-max-plays"


def test_pages_that_nobody_saw_come_with_what_may_lead_there():
    (found,) = unseen([play(unseen=("app.Late",))])
    assert (found.text, found.hint) == ("game: app.Late", "arrivals staggered or one-by-one may lead there")
    assert found.command == "pytest --botex --botex-config game --botex-arrivals one-by-one"


def test_who_is_alone_is_told_of_other_answers():
    (found,) = unseen([play(people=1, unseen=("app.Late",))])
    assert found.command == "pytest --botex --botex-config game --botex-explore"


def test_after_exploring_nothing_else_is_left_to_try():
    (found,) = unseen([play(unseen=("app.Late",)), play(2, purpose="exploring", unseen=("app.Late",))])
    assert found.command == ""


def test_a_page_that_one_play_saw_was_seen():
    assert unseen([play(unseen=("app.Late",)), play(2)]) == []


def test_times_over_are_told_and_those_that_did_not_pass():
    plays = [play(), play(2, repeat=2, seed=8, findings=(CAUSE,)), play(3, repeat=3, seed=9)]
    assert which_counts(plays) == "played 3 times over, 2 of 3 passed"
    assert list(repeated(plays)) == ["game: 2 of 3 plays passed", "    play 2, seed 8: broken: An error"]
    assert list(repeated(plays[:1])) == []
