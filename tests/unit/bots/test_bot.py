"""The bot over scripted pages: every way a page can take a bot, and every way a bot can stop."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import scripted_tab
from scripted_tab import Clock, ScriptedTab, limits, moved, play, rejected, seat
from study_builder import NEXT, button, choice, integer, page

from botex_pytest import waiting
from botex_pytest.bots import bot, presence, watching
from botex_pytest.bots import table as table_module
from botex_pytest.bots.pace import Pace
from botex_pytest.bots.table import Table
from botex_pytest.drivers.base import Reopened
from botex_pytest.errors import BrowserError
from botex_pytest.page import Answer, BrowserEvent, Button, Control, Field, Message, Outcome, Page
from botex_pytest.recording_errors import RecordingMismatch
from botex_pytest.records import steps
from botex_pytest.transcript import Answered, Ended, Noticed, PageSeen, Submitted, Waited, read
from botex_pytest.waiting import Deadline

ONE, TWO, END = page("One", 1, fields=(integer("number"),)), page("Two", 2), page("End", 9, "still")
OUT = Page("finished", "http://127.0.0.1/OutOfRangeNotification/abcd1234")
GONE = BrowserError.refused("snapshot", "gone", "the browser is gone")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    for module in (bot, presence, watching, table_module, waiting, scripted_tab):
        monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def run(tmp_path):
    return partial(play, folder=tmp_path)


@pytest.fixture
def events(tmp_path):
    return lambda number=1: list(read(tmp_path / f"P{number}.jsonl"))


def stop_of(played):
    assert played.stop is not None
    return played.stop


def test_a_play_to_the_last_page(run, events):
    tab = ScriptedTab([ONE], [moved(TWO), moved(END)])
    played = run(tab)
    assert (stop_of(played).kind, stop_of(played).where) == ("still", "app.End")
    assert [v.where for v in played.visits] == ["app.One", "app.Two", "app.End"]
    assert [(a.where, tuple(a.values)) for a in played.accepted] == [("app.One", ("number",)), ("app.Two", ())]
    assert [type(e) for e in events()] == [
        *(PageSeen, Answered, Submitted) * 2,
        PageSeen,
        Ended,
    ]


def test_a_page_that_is_reopened_in_another_browser_is_played_again(run, events):
    """Whether the answer came through shows in what is there; nothing is taken for accepted that was not seen to be."""
    tab = ScriptedTab([ONE], [Reopened(ONE), Reopened(TWO), moved(END)])
    tab.noticed = [BrowserEvent("browser-lost", "Chrome is gone.")]
    played = run(tab)
    assert stop_of(played).kind == "still"
    assert [v.where for v in played.visits] == ["app.One", "app.One", "app.Two", "app.End"]
    assert [a.where for a in played.accepted] == ["app.Two"]
    assert [(e.step, type(e)) for e in events()[:5]] == [
        *((1, kind) for kind in (PageSeen, Noticed, Answered)),
        *((2, kind) for kind in (PageSeen, Answered)),
    ]


def test_finished_stops_on_the_page_that_was_left_last(run):
    played = run(ScriptedTab([ONE], [moved(OUT)]))
    assert (stop_of(played).kind, stop_of(played).where, len(played.visits)) == ("finished", "app.One", 1)


def test_everything_is_in_the_transcript_when_it_happens(run, events):
    def look_into_the_transcript(_answer: Answer) -> Outcome:
        assert [type(e) for e in events()] == [PageSeen, Answered]
        return moved(END)

    assert stop_of(run(ScriptedTab([ONE], [look_into_the_transcript]))).kind == "still"


@pytest.mark.parametrize("status", [404, 500, 0])
def test_an_error_page_stops(run, status):
    error = page("Two", 2, "error", status=status)
    played = run(ScriptedTab([ONE], [moved(error)]))
    assert (stop_of(played).kind, stop_of(played).where) == ("error", "app.Two")
    assert [a.where for a in played.accepted] == ["app.One"]


@pytest.mark.parametrize("index", [1, 0])
def test_a_submit_that_fails_on_its_own_page_was_not_accepted(run, index):
    played = run(ScriptedTab([ONE], [moved(page("One", index, "error", status=500))]))
    assert (stop_of(played).kind, played.accepted) == ("error", [])


def test_an_answer_that_comes_too_late_was_not_accepted(run):
    played = run(ScriptedTab([ONE], [moved(TWO, sent=False), moved(END)]))
    assert [a.where for a in played.accepted] == ["app.Two"]
    assert [v.where for v in played.overtaken] == ["app.One"]


def test_refusals_are_answered_differently_and_count_their_tries(run):
    tab = ScriptedTab([ONE], [rejected(ONE, Message("Wrong.", "number"))] * 4)
    played = run(tab)
    assert (stop_of(played).kind, len(played.refused)) == ("refused", 4)
    assert len({a.values["number"] for a in tab.given}) == 4
    assert played.accepted == []


def test_a_refusal_that_is_mended_goes_on(run):
    tab = ScriptedTab([ONE], [rejected(ONE, Message("At least 40.", "number")), moved(END)])
    played = run(tab)
    assert (stop_of(played).kind, tab.given[1].values) == ("still", {"number": "40"})
    assert [a.values for a in played.accepted] == [{"number": "40"}]


def test_a_page_without_open_fields_is_pressed_until_its_time_is_over(run, clock):
    began = clock.monotonic()
    played = run(ScriptedTab([TWO], [rejected(TWO, Message("Not yet."))] * 8), limits=limits(page=6.0, tries=8))
    assert (stop_of(played).kind, len(played.refused)) == ("refused", 5)  # at once, and after 1, 2 and 3 seconds more
    assert clock.monotonic() - began == pytest.approx(6.0)


def test_a_page_that_wants_some_seconds_gets_them(run):
    played = run(ScriptedTab([TWO], [*[rejected(TWO, Message("Not yet."))] * 3, moved(END)]))
    assert (stop_of(played).kind, [a.where for a in played.accepted]) == ("still", ["app.Two"])


def test_a_page_that_goes_on_by_itself_while_it_refuses(run):
    played = run(ScriptedTab([TWO], [rejected(TWO, Message("Not yet."))] * 2, [END]))
    assert (stop_of(played).kind, [v.where for v in played.visits]) == ("still", ["app.Two", "app.End"])


@pytest.mark.parametrize("blames", ["number", ""])
def test_a_declared_answer_is_given_and_not_varied(run, blames):
    tab = ScriptedTab([ONE], [rejected(ONE, Message("Wrong.", blames))])
    played = run(
        tab, declared=lambda place, number, name: "7" if (place.where, number, name) == ("app.One", 1, "number") else None
    )
    assert (stop_of(played).kind, tab.given[0].values) == ("refused", {"number": "7"})
    assert [r.declared for r in played.refused] == [("number",)]


def test_accepted_answers_know_which_were_declared(run):
    both = replace(ONE, fields=(integer("number"), integer("other")))
    played = run(ScriptedTab([both], [moved(END)]), declared=lambda _place, _number, name: "7" if name == "number" else None)
    assert played.accepted[0].declared == ("number",)


def test_buttons_are_answers(run, events):
    tab = ScriptedTab([page("Ask", 1, buttons=(button("yes"), button("no")))], [moved(END)])
    played = run(tab, declared=lambda _place, _number, name: "no" if name == "answer" else None)
    assert (tab.given[0].button, tab.given[0].values) == ("b-no", {})
    assert played.accepted[0].values == {"answer": "no"}
    assert next(e for e in events() if isinstance(e, Answered)).values == {"answer": "no"}


def test_a_declared_answer_that_no_button_gives_is_refused(run):
    tab = ScriptedTab([page("Ask", 1, buttons=(button("yes"), button("no")))])
    played = run(tab, declared=lambda _place, _number, _name: "maybe")
    assert (stop_of(played).kind, tab.given) == ("refused", [])
    assert played.refused[0].declared == ("answer",)
    assert "'maybe'" in played.refused[0].messages[0].text


# --- nothing happens ---


def test_a_button_that_does_nothing(run):
    said = (Message("the button is covered by <div>", by="browser"),)
    played = run(ScriptedTab([ONE], [Outcome("unchanged", ONE, said)]))
    assert (stop_of(played).kind, stop_of(played).reason) == ("dead-button", "the button is covered by <div>")


def test_a_server_that_does_not_answer_needs_time(run):
    played = run(ScriptedTab([ONE], [Outcome("unchanged", ONE, (Message("No answer within 1 s."),))]))
    assert (stop_of(played).kind, stop_of(played).reason) == ("needs-time", "No answer within 1 s.")


def test_the_button_of_a_dialog_that_the_first_one_opens_is_pressed_next(run):
    close, sure = Button("Close", "other", "b2"), Button("Next", "next", "b3")
    asked = replace(ONE, buttons=(NEXT, close, sure))
    tab = ScriptedTab([ONE], [Outcome("unchanged", asked), moved(END)])
    assert (stop_of(run(tab)).kind, [a.button for a in tab.given]) == ("still", ["b1", "b3"])


def disabled(page_: Page) -> Page:
    return replace(page_, buttons=(replace(NEXT, enabled=False),))


def test_a_disabled_button_that_comes_alive_is_pressed_again(run):
    later = [None, replace(ONE, text="You may go on.")]
    tab = ScriptedTab([disabled(ONE)], [Outcome("unchanged", disabled(ONE)), moved(END)], later)
    assert (stop_of(run(tab)).kind, len(tab.given)) == ("still", 2)


def test_a_button_that_stays_disabled_needs_time(run):
    played = run(ScriptedTab([disabled(ONE)], [Outcome("unchanged", disabled(ONE))]))
    assert stop_of(played).kind == "needs-time"


def test_a_disabled_button_beside_a_control_nobody_understood_needs_a_skill(run):
    canvas = replace(disabled(ONE), unknown=(Control("canvas 300 x 200"),))
    assert stop_of(run(ScriptedTab([canvas], [Outcome("unchanged", canvas)]))).kind == "needs-skill"


def test_a_page_with_no_button_that_leads_on_needs_a_skill(run):
    bid = page("Live", 1, buttons=(replace(NEXT, role="other"),))
    played = run(ScriptedTab([bid], [Outcome("unchanged", bid)]))
    assert stop_of(played).kind == "needs-skill"


def test_a_declared_button_is_awaited_although_others_can_be_pressed(run):
    asleep = page("Ask", 1, buttons=(button("yes"), button("no", enabled=False)))
    awake = page("Ask", 1, buttons=(button("yes"), button("no")))
    tab = ScriptedTab([asleep], [Outcome("unchanged", asleep), moved(END)], [None, awake])
    played = run(tab, declared=lambda _place, _number, _name: "no")
    assert (stop_of(played).kind, [a.button for a in tab.given]) == ("still", ["b-no", "b-no"])


def test_a_page_that_goes_on_while_its_button_is_awaited_is_another_page(run):
    tab = ScriptedTab([disabled(ONE)], [Outcome("unchanged", disabled(ONE)), moved(END)], [None, TWO])
    played = run(tab)
    assert [v.where for v in played.visits] == ["app.One", "app.Two", "app.End"]
    assert [a.where for a in played.accepted] == ["app.Two"]


def test_a_page_that_goes_on_a_moment_after_the_press_is_another_page(run):
    played = run(ScriptedTab([ONE], [Outcome("unchanged", TWO), moved(END)]))
    assert [v.where for v in played.visits] == ["app.One", "app.Two", "app.End"]


def test_a_button_that_falls_asleep_at_every_press_is_a_dead_one(run):
    tab = ScriptedTab([ONE], [Outcome("unchanged", disabled(ONE))] * 4, [ONE] * 4)
    assert stop_of(run(tab)).kind == "dead-button"


SPLIT = page("Split", 1, fields=(integer("mine", 0, 60), integer("yours", 0, 60)))


def asleep(left: int) -> Outcome:
    """What the page shows when it has been filled in, its button still hidden."""
    return Outcome("unchanged", replace(SPLIT, buttons=(), text=f"Give away 60 points in 2 parts, {left} are left."))


def test_a_button_that_waits_for_numbers_that_fit_together_gets_them(run):
    tab = ScriptedTab([replace(SPLIT, buttons=())], [asleep(-17), moved(END)])
    assert stop_of(run(tab)).kind == "still"
    assert sum(int(value) for value in tab.given[1].values.values()) == 60


def test_other_numbers_are_tried_a_few_times_and_the_button_is_awaited_then(run):
    tab = ScriptedTab([replace(SPLIT, buttons=())], [asleep(-17)] * 4)
    assert (stop_of(run(tab)).kind, len(tab.given)) == ("needs-skill", 4)


def test_numbers_that_the_author_declared_are_not_changed(run):
    tab = ScriptedTab([replace(SPLIT, buttons=())], [asleep(-17)])
    played = run(tab, declared=lambda _place, _number, _name: "30")
    assert (stop_of(played).kind, len(tab.given)) == ("needs-skill", 1)


# --- pages without a control ---


def test_a_page_that_gets_a_button_is_answered(run):
    blank = page("One", 1, "still")
    assert stop_of(run(ScriptedTab([blank], [moved(END)], [None, ONE]))).where == "app.End"


class Restless(ScriptedTab):
    """Another document each half second."""

    def wait_for_change(self, seconds: float) -> Page:
        scripted_tab.time.sleep(0.5)
        return self._show(replace(self.page, text=f"{self.page.text}."))


def test_a_page_that_reloads_itself_is_not_watched_for_ever(run):
    played = run(Restless([page("One", 1, "still")]))
    assert (stop_of(played).kind, len(played.visits)) == ("still", 1)
    assert stop_of(played).page.text == "......"


def test_the_last_page_is_watched_only_if_a_script_may_change_it(run, clock):
    started = clock.now
    run(ScriptedTab([END]))
    assert clock.now == started
    run(ScriptedTab([replace(END, may_change=True)]))
    assert clock.now == started + 3


def test_a_page_is_watched_until_its_script_has_acted(run, clock):
    started = clock.now
    run(ScriptedTab([replace(END, may_change=True, acts_after=5.0)]))
    assert clock.now == started + 5.5


def test_a_timer_is_awaited_also_one_that_is_drawn_late(run):
    blank = page("One", 1, "still")
    ticking = replace(blank, seconds_left=20.0)
    tab = ScriptedTab([blank], [], [None, ticking, *[None] * 30, END])
    assert stop_of(run(tab)).where == "app.End"


def test_a_timer_that_has_run_out_without_effect_is_no_reason_to_wait(run, clock):
    started = clock.now
    assert stop_of(run(ScriptedTab([page("One", 1, "still", seconds_left=0.0)]))).kind == "still"
    assert clock.now == started + 3


def test_a_timer_that_runs_longer_than_bots_wait_needs_time(run):
    played = run(ScriptedTab([page("One", 1, "still", seconds_left=600.0)]))
    assert stop_of(played).kind == "needs-time"


def test_a_page_that_leaves_the_server_by_itself(run):
    tab = ScriptedTab([END])
    tab.noticed = [BrowserEvent("outgoing", "https://away.example/", "https://away.example/", own=False)]
    assert (stop_of(run(tab)).kind, tab.noticed) == ("left", [])


def test_a_submit_that_leaves_the_server(run):
    played = run(ScriptedTab([ONE], [Outcome("left", ONE, outgoing="https://away.example/")]))
    assert (stop_of(played).kind, stop_of(played).outgoing) == ("left", "https://away.example/")


# --- what the author declares ---


@pytest.mark.parametrize("kind", ["form", "still", "wait"])
def test_a_declared_end_is_where_a_bot_stops(run, kind):
    tab = ScriptedTab([page("Bye", 2, kind)])
    played = run(tab, ends=lambda place: place.name == "Bye")
    assert (stop_of(played).kind, tab.given) == ("still", [])


def test_a_page_for_the_experimenter_is_advanced(run):
    moved_on = []
    tab = ScriptedTab([ONE, END])
    played = run(tab, advances=lambda place: place.name == "One", advance=moved_on.append)
    assert (stop_of(played).where, moved_on, tab.given) == ("app.End", ["code1"], [])
    assert [(a.visit.where, a.why) for a in played.advanced] == [("app.One", "declared")]


def test_an_advance_that_does_not_help_needs_a_skill(run):
    played = run(ScriptedTab([ONE, ONE]), advances=lambda _place: True, advance=lambda _code: None)
    assert stop_of(played).kind == "needs-skill"


# --- waiting ---

WAIT = page("Wait", 3, "wait")


def test_a_wait_page_is_left_when_the_server_says_so(run, events):
    played = run(ScriptedTab([WAIT], [], [None, None, END]), table=Table([seat(1)], lambda *_: {}, 30.0))
    assert (stop_of(played).where, played.reloaded) == ("app.End", [])
    assert [e.released for e in events() if isinstance(e, Waited)] == [True]


def test_a_wait_page_that_reloads_itself_is_still_the_same(run):
    tab = ScriptedTab([WAIT], [], [WAIT, None, WAIT, END])
    played = run(tab, table=Table([seat(1)], lambda *_: {}, 30.0))
    assert [v.where for v in played.visits] == ["app.Wait", "app.End"]


def test_an_endless_wait_ends_after_one_reload(run, events):
    played = run(ScriptedTab([WAIT, WAIT]))
    stop = stop_of(played)
    assert (stop.kind, stop.stuck and stop.stuck.kind) == ("stuck", "endless")
    assert [e.released for e in events() if isinstance(e, Waited)] == [False]


def test_the_log_of_what_a_wait_leads_to_is_read_from_well_before_the_browser_shows_it(run):
    positions = iter(range(100))
    tab = ScriptedTab([WAIT], [], [*[None] * 19, page("Results", 4, "error", status=500)])
    stop = stop_of(run(tab, table=Table([seat(1)], lambda *_: {}, 60.0), log_position=lambda: next(positions)))
    assert (stop.kind, stop.log_position) == ("error", 11)  # the twentieth look began at 20; one was taken before the first page


class Forgetful(ScriptedTab):
    """Its first wait page has missed the message that it is over."""

    def open(self, url: str) -> Page:
        shown = super().open(url)
        if shown.name == "Second":
            self._changes = [None, None, END]
        return shown


def test_a_reload_that_helps_is_noted_and_says_nothing_about_the_next_wait_page(run):
    tab = Forgetful([WAIT, page("Second", 5, "wait")])
    played = run(tab, table=Table([seat(1)], lambda *_: {}, 60.0))
    assert [v.where for v in played.visits] == ["app.Wait", "app.Second", "app.End"]
    assert [v.where for v in played.reloaded] == ["app.Wait"]


def test_a_reload_that_shows_an_error_is_no_release(run):
    played = run(ScriptedTab([WAIT, page("Wait", 3, "error", status=500)]))
    assert (stop_of(played).kind, played.reloaded) == ("error", [])


def test_whoever_is_blocked_does_not_reload(run):
    table = Table([seat(1), seat(2)], lambda *_: {1: 1, 2: 1}, 30.0)
    table.moved(2, where="app.One", app="app", round_=1, index=1)
    table.ended(2, complete=False)
    stop = stop_of(run(ScriptedTab([WAIT]), table=table))
    assert stop.stuck is not None
    assert (stop.kind, stop.stuck.kind, stop.stuck.root) == ("stuck", "blocked", 2)


def test_the_last_page_completes_also_without_a_way_on(run):
    table = Table([seat(1)], lambda *_: {}, 30.0)
    run(ScriptedTab([END]), table=table)
    assert table.progress() == "P1 done"


# --- our side, and deadlines ---


@pytest.mark.parametrize("where", ["open", "submit", "wait"])
def test_a_browser_that_is_gone_is_infrastructure(run, where):
    tab = {
        "open": ScriptedTab([GONE]),
        "submit": ScriptedTab([ONE], [GONE]),
        "wait": ScriptedTab([WAIT], [], [GONE]),
    }[where]
    stop = stop_of(run(tab))
    assert (stop.kind, "the browser is gone" in stop.reason) == ("infrastructure", True)


class Careless:
    name = "careless"

    def read(self, ask):
        pass

    def answer(self, ask):
        raise ZeroDivisionError("our own")


def test_a_bug_of_a_model_is_infrastructure_with_its_traceback(run):
    stop = stop_of(run(ScriptedTab([ONE]), respondent=lambda _: Careless()))
    assert (stop.kind, stop.where, stop.reason) == ("infrastructure", "app.One", "ZeroDivisionError: our own")
    assert "raise ZeroDivisionError" in stop.detail


class OutOfDate(Careless):
    def answer(self, _ask):
        raise RecordingMismatch.page_changed("app.One", "P1", Path("study.toml"), ["- old", "+ new"], "pytest --again")


def test_a_recording_that_does_not_fit_is_no_infrastructure(run):
    stop = stop_of(run(ScriptedTab([ONE]), respondent=lambda _: OutOfDate()))
    assert (stop.kind, stop.where) == ("needs-recording", "app.One")
    assert stop.reason == "app.One has changed since its answers were recorded"
    assert "+ new" in stop.detail
    assert stop.advice == "record again what has changed: pytest --again"


def test_a_picture_that_fails_does_not_change_the_verdict(run, tmp_path):
    tab = ScriptedTab([page("One", 1, "still")])
    tab.picture = GONE
    stop = stop_of(run(tab, shots=tmp_path / "shots"))
    assert (stop.kind, stop.shot) == ("still", "")


def test_pictures_are_files_beside_the_transcript(run, tmp_path):
    tab, nowhere_last = ScriptedTab([ONE], [moved(END)]), {"last": lambda _: False}
    played = run(tab, shots=tmp_path / "shots", shoot=lambda place: place.name == "One", **nowhere_last)
    assert played.shots == {1: "shots/P1-001.jpg", 2: "shots/P1-002.jpg"}
    assert (tmp_path / "shots" / "P1-001.jpg").read_bytes() == b"picture"
    assert stop_of(played).shot == "shots/P1-002.jpg"


@pytest.mark.parametrize("event", [
    BrowserEvent("script-error", "ReferenceError", ONE.url),
    BrowserEvent("request-failed", "HTTP 404", ONE.url),
    BrowserEvent("live-received", '{"otree_success": false}', ONE.url),
])  # fmt: skip
def test_a_failure_on_a_page_is_pictured_once_when_the_page_itself_is_not(run, events, tmp_path, event):
    tab, asked = ScriptedTab([ONE], [moved(OUT)]), []
    tab.noticed = [event, event]
    played = run(tab, shots=tmp_path / "shots", shoot_failure=lambda where: asked.append(where) or True)
    assert (asked, played.shots) == (["app.One"], {1: "shots/P1-001.jpg"})
    assert [e.shot for e in events() if isinstance(e, Noticed)] == ["shots/P1-001.jpg", ""]
    assert steps(events())[0].shot == "shots/P1-001.jpg"


def test_what_is_no_failure_is_not_pictured(run, tmp_path):
    for end in ({"last": lambda page: page.name == "End"}, {"ends": lambda place: place.name == "End"}):
        tab = ScriptedTab([ONE], [moved(END)])
        tab.noticed = [BrowserEvent("dialog", "Sure?", ONE.url), BrowserEvent("live-received", "{}", ONE.url)]
        played = run(tab, shots=tmp_path / "shots", shoot_failure=lambda _: True, **end)
        assert (stop_of(played).kind, played.shots) == ("still", {})


@pytest.mark.parametrize("tab", [
    ScriptedTab([ONE]),
    ScriptedTab([WAIT]),
    ScriptedTab([page("One", 1, "still")]),
])  # fmt: skip
def test_a_cancelled_play_stops_everybody_where_they_are(run, tab):
    table = Table([seat(1)], lambda *_: {}, 30.0)
    table.cancel("Ctrl-C")
    assert (stop_of(run(tab, table=table)).kind, tab.given) == ("cancelled", [])


def test_a_play_that_is_cancelled_between_two_tries(run):
    table = Table([seat(1)], lambda *_: {}, 30.0)

    def interrupt(_answer: Answer) -> Outcome:
        table.cancel("Ctrl-C")
        return rejected(ONE, Message("Wrong.", "number"))

    assert stop_of(run(ScriptedTab([ONE], [interrupt]), table=table)).kind == "cancelled"


def test_the_session_s_time_limit(run, clock):
    stop = stop_of(run(ScriptedTab([ONE]), limits=limits(session=Deadline(-1))))
    assert (stop.kind, stop.where) == ("needs-time", "app.One")


def test_the_session_s_time_limit_holds_on_wait_pages(run, clock):
    table = Table([seat(1)], lambda *_: {}, 60.0)
    stop = stop_of(run(ScriptedTab([WAIT]), table=table, limits=limits(session=Deadline(10))))
    assert (stop.kind, clock.now) == ("needs-time", 1010.5)


def test_a_study_without_end(run):
    tab = ScriptedTab([ONE], [moved(page("One", 1 + n, fields=ONE.fields)) for n in range(100)])
    played = run(tab, limits=limits(pages=10), last=lambda _page: False)
    assert (stop_of(played).kind, len(tab.given)) == ("needs-time", 10)


# --- what the browser noticed ---


def test_what_a_script_did_while_its_page_was_left_is_that_page_s(run, events):
    tab = ScriptedTab([ONE])
    thrown = BrowserEvent("script-error", "late", ONE.url)
    shared = BrowserEvent("script-error", "shared", "http://127.0.0.1:50123/static/app.js")

    def submit(_answer: Answer) -> Outcome:
        tab.noticed = [thrown, shared]
        return moved(END)

    tab._outcomes = [submit]
    played = run(tab)
    assert [(v.where, e.text) for v, e in played.noticed] == [("app.One", "late"), ("app.End", "shared")]
    assert [e.step for e in events() if isinstance(e, Noticed)] == [1, 2]


def test_what_a_page_does_before_it_is_seen_waits_for_its_arrival(run):
    wait = page("Wait", 1, "wait")
    tab = ScriptedTab([wait], changes=[page("End", 9, "still")])
    tab.noticed = [BrowserEvent("script-error", "early", page("End", 9).url)]
    assert [(v.where, e.text) for v, e in run(tab).noticed] == [("app.End", "early")]


def test_what_a_page_does_that_never_comes_is_not_lost(run):
    tab = ScriptedTab([page("End", 9, "still")])
    tab.noticed = [BrowserEvent("script-error", "elsewhere", page("Other", 4).url)]
    assert [(v.where, e.text) for v, e in run(tab).noticed] == [("app.End", "elsewhere")]


def test_what_was_noticed_before_the_submit_belongs_to_the_page(run):
    tab = ScriptedTab([ONE], [moved(END)])

    class Slow(Careless):
        def answer(self, ask):
            tab.noticed = [BrowserEvent("script-error", "meanwhile", "http://127.0.0.1:50123/static/app.js")]
            return Answer({"number": "1"})

    assert [v.where for v, _ in run(tab, respondent=lambda _: Slow()).noticed] == ["app.One"]


def test_controls_nobody_understood_are_remembered(run):
    odd = page("One", 1, unknown=(Control("canvas 300 x 200"),))
    played = run(ScriptedTab([odd], [moved(END)]))
    assert [(v.where, c.description) for v, c in played.untouched] == [("app.One", "canvas 300 x 200")]


def test_choices_learnt_from_an_earlier_play_are_for_their_page_only(run):
    consent = page("Consent", 1, fields=(choice("agree", "yes", "no"),))
    again = page("Again", 2, fields=(choice("agree", "yes", "no"),))
    tab = ScriptedTab([consent], [moved(again), moved(END)])
    run(tab, avoid={("app.Consent", "agree"): ("no",), ("app.Again", "agree"): ("yes",)})
    assert [a.values["agree"] for a in tab.given] == ["yes", "no"]


# --- at the pace of people ---


def test_people_read_before_they_answer(run, clock):
    text = replace(ONE, text="word " * 240)
    started = clock.now
    played = run(ScriptedTab([text], [moved(END)]), pace=Pace(1.0))
    assert stop_of(played).kind == "still"
    assert clock.now - started >= 60


def test_a_page_that_goes_on_while_it_is_read_is_left_to_itself(run):
    tab = ScriptedTab([replace(ONE, text="word " * 240)], [], [None, END])
    played = run(tab, pace=Pace(1.0))
    assert (tab.given, stop_of(played).where) == ([], "app.End")


def test_a_page_that_goes_on_while_it_is_answered_has_overtaken_the_answer(run):
    long = replace(ONE, fields=(Field("text", "longtext", "textarea"),))
    tab = ScriptedTab([long], [], [None] * 6 + [END])
    played = run(tab, pace=Pace(1.0))
    assert (tab.given, played.accepted) == ([], [])
    assert [v.where for v in played.overtaken] == ["app.One"]


def test_reading_counts_for_no_deadline(run):
    text = replace(ONE, text="word " * 240)
    played = run(ScriptedTab([text], [moved(END)]), pace=Pace(10.0), limits=limits(session=Deadline(20)))
    assert stop_of(played).kind == "still"


def test_nobody_reads_on_when_the_play_is_cancelled(run, clock):
    table = Table([seat(1)], lambda *_: {}, 30.0)
    table.cancel("Ctrl-C")
    started = clock.now
    run(ScriptedTab([replace(ONE, text="word " * 240)]), pace=Pace(1.0), table=table)
    assert clock.now == started


def test_a_bot_opens_its_link_when_it_is_its_turn(run):
    order = []
    tab = ScriptedTab([END])
    run(tab, arrive=lambda number: order.append((number, tab.page.url)))
    assert order == [(1, "about:blank")]


def test_who_has_nothing_to_press_lets_others_come(run):
    table = Table([seat(1), seat(2)], lambda *_: {}, 30.0)
    run(ScriptedTab([page("Lobby", 1, "still")], [], [None, END]), table=table)
    asleep = replace(TWO, buttons=(replace(NEXT, enabled=False),))
    other = Table([seat(1), seat(2)], lambda *_: {}, 30.0)
    looks = []
    tab = ScriptedTab([asleep], [Outcome("unchanged", asleep)], [None])
    tab.wait_for_change = lambda seconds: looks.append(other.may_follow(2, 1000.0)) or END
    run(tab, table=other)
    assert looks == [True]
