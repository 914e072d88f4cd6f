"""Whole sessions over pages without a browser: all at the same time, again after an early end, interrupted."""

from __future__ import annotations

import json
import random
import threading
import time
from functools import partial
from unittest.mock import Mock

import pytest
from fake_otree import FakeOtree, FakeTab, lab
from study_builder import app, form, project, shown_if, wait

from botex_pytest import briefing
from botex_pytest.bots.brief import Limits
from botex_pytest.casting import Cast
from botex_pytest.errors import BrowserError, OtreeApiError
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.project_info import FieldInfo
from botex_pytest.replays import play_config
from botex_pytest.study import Study
from botex_pytest.transcript import Ended, PageSeen, read

AGREE = FieldInfo("agree", "player", "boolean")
GAME = project(app(form("Ask", "first", "second"), wait("Wait"), form("Work", "third"), rounds=3), app(form("End"), name="last"))
CONSENT = project(app(form("Consent", AGREE), shown_if("Out", "agree"), wait("Wait"), form("Work", "number"), form("End")))
SHOWN = {"Out": lambda answers: answers.get("agree") == "no"}


@pytest.fixture(autouse=True)
def no_page_here_changes_by_itself(monkeypatch):
    monkeypatch.setattr(briefing, "Limits", partial(Limits, settle=0.01))


def played(otree, folder, toml="", *, strategy="random", **options):
    equipment = lab(otree, folder, **options)
    (planned,) = plan(otree.info, Study.parse(toml), equipment.config)
    return play_config(equipment, planned, Cast([Embedded(strategy)]))


def statuses(result):
    return [p.status for p in result.participants]


# --- the same seed, the same answers ---


@pytest.mark.parametrize("info", [GAME, CONSENT])
def test_two_plays_give_the_same_answers_whatever_the_order_of_threads(tmp_path, info):
    runs = []
    for name, rng in (("a", None), ("b", random.Random(1)), ("c", random.Random(2))):
        otree = FakeOtree(info, SHOWN, rng)
        results = played(otree, tmp_path / name, participants=6, seed=7)
        runs.append((otree.sessions, otree.labels and sorted(otree.labels), [statuses(r) for r in results]))
    assert runs[0] == runs[1] == runs[2]


def test_another_seed_gives_other_answers(tmp_path):
    sessions = []
    for seed in (1, 2):
        otree = FakeOtree(GAME)
        played(otree, tmp_path / str(seed), seed=seed)
        sessions.append(otree.sessions)
    assert sessions[0] != sessions[1]


def test_the_seed_of_the_study_file_counts_unless_another_is_typed(tmp_path):
    filed = '["*"]\nseed = 9'
    (by_file,) = played(FakeOtree(GAME), tmp_path / "file", filed)
    (typed,) = played(FakeOtree(GAME), tmp_path / "typed", filed, seed=2)
    assert (by_file.seed, typed.seed) == (9, 2)


# --- screenshots ---


@pytest.mark.parametrize("fails_at", ["", "Work"])
@pytest.mark.parametrize("wanted", ["off", "failures", "pages", "all"])
def test_which_pages_are_pictured(tmp_path, wanted, fails_at):
    otree = FakeOtree(GAME)
    otree.fails_at, otree.picture = fails_at, b"picture"
    played(otree, tmp_path, participants=3, screenshots=wanted, confirm=False)
    events = {file.stem: list(read(file)) for file in tmp_path.rglob("P*.jsonl")}
    seen = {(who, e.step): e.page.name for who, told in events.items() for e in told if isinstance(e, PageSeen)}
    failed = {(who, e.step) for who, told in events.items() for e in told if isinstance(e, Ended) and e.status == "error"}
    pictures = {(who, int(step)) for who, _, step in (p.stem.partition("-") for p in tmp_path.rglob("shots/*.jpg"))}
    assert bool(failed) == bool(fails_at)
    if wanted == "pages":
        assert pictures >= failed
        assert sorted(seen[key] for key in pictures - failed) == sorted({*seen.values()} - {seen[key] for key in failed})
    else:
        assert pictures == {"off": set(), "failures": failed, "all": set(seen)}[wanted]


# --- what comes of a play ---


def test_everybody_plays_to_the_end(tmp_path):
    (result,) = played(FakeOtree(GAME, rng=random.Random(1)), tmp_path, participants=4)
    assert statuses(result) == ["finished"] * 4
    assert (result.code, result.participants[2].payoff, result.endings[0].payoff) == (
        "session1",
        "4.50 EUR",
        "1.50 to 6.00 EUR",
    )
    stored = json.loads((tmp_path / "runs" / "run-0001" / result.folder / "result.json").read_text("utf-8"))
    assert [p["status"] for p in stored["participants"]] == ["finished"] * 4


def test_everybody_has_a_label_of_their_own(tmp_path):
    otree = FakeOtree(GAME)
    played(otree, tmp_path, participants=4)
    assert len(set(otree.labels)) == 4
    assert all(len(label) == 24 for label in otree.labels)


def test_a_fault_breaks_one_and_blocks_the_partner_only(tmp_path):
    otree = FakeOtree(project(app(form("Ask", "n"), shown_if("Crash", "n"), wait("Wait"), form("End"))), {"Crash": is_first()})
    otree.fails_at = "Crash"
    (result,) = played(otree, tmp_path, participants=4)
    assert sorted(statuses(result)) == ["blocked", "broken", "finished", "finished"]
    broken = next(p for p in result.participants if p.status == "broken")
    blocked = next(p for p in result.participants if p.status == "blocked")
    assert {broken.number, blocked.number} in ({1, 2}, {3, 4})
    assert broken.finding == blocked.finding == result.findings[0].key


def is_first():
    """Whoever asks first is shown the page, and nobody else."""
    asked: list[object] = []

    def first(answers):
        asked.append(answers)
        return len(asked) == 1

    return first


def test_pages_for_the_experimenter_are_advanced_and_told(tmp_path):
    otree = FakeOtree(GAME)
    (result,) = played(otree, tmp_path, '["*"]\nexperimenter = ["Work"]')
    assert sorted(otree.advanced) == ["code1"] * 3 + ["code2"] * 3
    assert result.skipped == ("app.Work was advanced for P1 and P2, as declared",)


LAB = project(app(form("EndOfQueue"), form("Ask", "n"), wait("Wait"), form("Work", "m"), form("End")))


def test_what_keeps_everybody_does_not_hide_what_is_behind_it(tmp_path):
    otree = FakeOtree(LAB, rng=random.Random(1))
    otree.fails_at = "Work"
    (result,) = played(otree, tmp_path, participants=4)
    assert (statuses(result), sorted(otree.advanced)) == (["broken"] * 4, [f"code{n}" for n in (1, 2, 3, 4)])
    assert [(f.check, f.where, f.participants) for f in result.findings] == [
        ("dead-end", "app.EndOfQueue", (1, 2, 3, 4)),
        ("server-error", "app.Work", (1, 2, 3, 4)),
    ]
    (said,) = result.skipped
    assert said == "P1, P2, P3 and P4 were moved past app.EndOfQueue, which nobody can leave, as an experimenter would do"
    assert [p.advanced for p in result.participants] == [1] * 4


def test_where_the_admin_is_closed_a_barrier_stays_one(tmp_path):
    otree = FakeOtree(LAB)
    otree.advance = lambda *_: (_ for _ in ()).throw(OtreeApiError.login_failed(otree.url))
    (result,) = played(otree, tmp_path, participants=2)
    assert [(p.status, p.where) for p in result.participants] == [("broken", "app.EndOfQueue")] * 2
    (said,) = result.skipped
    assert said == f"nobody was moved past app.EndOfQueue: oTree at {otree.url} did not let us in as administrator."


def test_declared_answers_are_given(tmp_path):
    otree = FakeOtree(GAME)
    played(otree, tmp_path, '["*".answers]\n"Ask.first" = { P1 = 41, P2 = [1, 2, 3] }')
    assert {n: answers["first"] for n, answers in otree.sessions[0].items()} == {1: "41", 2: "3"}


# --- again, with other answers ---


def test_an_early_end_is_played_again_until_everybody_gets_through(tmp_path):
    otree = FakeOtree(CONSENT, SHOWN)
    *before, last = played(otree, tmp_path, participants=6, seed=3)
    assert before
    assert all(r.replayed for r in before)
    assert not last.replayed
    assert "early-end" in statuses(before[0])
    assert statuses(last) == ["finished"] * 6
    assert {a["agree"] for a in otree.sessions[-1].values()} == {"yes"}
    assert [r.play for r in (*before, last)] == list(range(1, len(before) + 2))


def test_a_declared_end_is_not_played_again_when_somebody_gets_through(tmp_path):
    otree = FakeOtree(CONSENT, {"Out": lambda answers: answers.get("agree") == "no"})
    toml = '["*"]\nends = ["Out"]\n["*".answers]\n"Consent.agree" = { P1 = "no", P2 = "no", P3 = "yes", P4 = "yes" }'
    (result,) = played(otree, tmp_path, toml, participants=4)
    assert statuses(result) == ["early-end", "early-end", "finished", "finished"]


@pytest.mark.parametrize("replays", [0, 2])
def test_nobody_can_get_through(tmp_path, replays):
    results = played(FakeOtree(CONSENT, {}), tmp_path, replays=replays)
    assert 1 <= len(results) <= replays + 1
    assert statuses(results[-1]) == ["early-end", "early-end"]
    told = [[f.group for f in r.findings if f.key.startswith("nobody-past|")] for r in results]
    assert told == [[]] * (len(results) - 1) + [["unplayed"]]


# --- tabs ---


def test_the_browser_knows_how_many_are_coming_before_the_session_is_created(tmp_path):
    otree = FakeOtree(GAME)
    create, known = otree.create_session, []
    otree.create_session = lambda *given, **more: known.append(list(otree.expected)) or create(*given, **more)
    played(otree, tmp_path, participants=4)
    assert known == [[4]]
    assert otree.expected == [4, 0, 0]  # and nobody else in this session


def test_windows_for_a_session_that_cannot_be_created_are_given_back(tmp_path):
    otree = FakeOtree(GAME)
    otree.create_session = Mock(side_effect=OtreeApiError.bad_group_size("config", 4, "groups are of three"))
    with pytest.raises(OtreeApiError, match="cannot be played by 4"):
        played(otree, tmp_path, participants=4)
    assert otree.expected == [4, 0]


def test_tabs_that_opened_while_another_did_not_are_closed(tmp_path):
    otree = FakeOtree(GAME)
    tabs, turn, all_asked = [], threading.Lock(), threading.Event()
    make = otree.tab

    def tab(origin):
        with turn:
            number, made = len(tabs), make(origin)
            tabs.append(made)
        if number == 3:
            all_asked.set()
        if number == 0:
            assert all_asked.wait(10)
            raise BrowserError.gone("it has died")
        return made

    otree.tab = tab
    with pytest.raises(BrowserError, match="it has died"):
        played(otree, tmp_path, participants=4)
    assert [tab.closed for tab in tabs] == [False, True, True, True]


def test_a_page_that_was_given_up_does_not_go_on_while_the_session_is_looked_at(tmp_path):
    otree = FakeOtree(CONSENT, {})
    tabs, open_then = [], []
    make, otree.tab = otree.tab, lambda origin: tabs.append(make(origin)) or tabs[-1]
    closes = FakeTab.close

    def close_late(tab):
        time.sleep(0.1)
        closes(tab)

    ask, otree.export_app = otree.export_app, lambda *given: open_then.append([t.closed for t in tabs]) or ask(*given)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakeTab, "close", close_late)
        (result,) = played(otree, tmp_path, participants=2, replays=0)
    assert statuses(result) == ["early-end"] * 2
    assert open_then[-1] == [True, True]


def test_a_tab_that_does_not_close_is_no_secret(tmp_path, monkeypatch):
    def fail(_tab):
        raise RuntimeError("it does not close")

    monkeypatch.setattr(FakeTab, "close", fail)
    with pytest.raises(RuntimeError, match="it does not close"):
        played(FakeOtree(GAME), tmp_path)


# --- interrupted ---


class Interrupted(BaseException):
    pass


def test_an_interruption_ends_all_bots_and_passes_on(tmp_path):
    otree = FakeOtree(GAME)
    equipment = lab(otree, tmp_path, participants=4)
    (planned,) = plan(GAME, Study(), equipment.config)
    tabs = []
    make, otree.tab = otree.tab, lambda origin: tabs.append(make(origin)) or tabs[-1]

    def interrupt(_name, line):
        raise Interrupted

    equipment.progress = interrupt
    with pytest.raises(Interrupted):
        play_config(equipment, planned, Cast([Embedded()]))
    assert [tab.closed for tab in tabs] == [True] * 4
    assert not list((tmp_path / "runs").rglob("result.json"))
    assert list((tmp_path / "runs").rglob("session.json"))


def test_a_server_that_has_died_is_started_again(tmp_path):
    otree = FakeOtree(GAME)
    otree.alive = False
    (result,) = played(otree, tmp_path)
    assert (otree.alive, statuses(result)) == (True, ["finished", "finished"])


def test_progress_is_told_and_taken_away(tmp_path):
    otree = FakeOtree(GAME, rng=random.Random(1))
    equipment = lab(otree, tmp_path)
    (planned,) = plan(GAME, Study(), equipment.config)
    told = []
    equipment.progress = lambda name, line: told.append((name, line))
    play_config(equipment, planned, Cast([Embedded()]))
    assert told[-1] == ("config", "")
    assert {name for name, _ in told} == {"config"}


def test_models_are_told_who_they_are_to_be(tmp_path, monkeypatch):
    told = {}
    answer = Embedded.answer

    def listen(self, ask):
        told[ask.participant] = ask.persona
        return answer(self, ask)

    monkeypatch.setattr(Embedded, "answer", listen)
    played(FakeOtree(GAME), tmp_path, '[config.personas]\nP1 = "hurried"\n"*" = "careful"')
    assert told == {1: "hurried", 2: "careful"}
