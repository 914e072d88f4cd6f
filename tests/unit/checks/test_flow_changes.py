"""When the pages are no longer those of the snapshot, and when that is only chance."""

from __future__ import annotations

from study_builder import app, form, project, shown_if, wait

from botex_pytest.checks.flow_changes import fixed_pages, flow_changes, varying_pages
from botex_pytest.flow import Way
from botex_pytest.flow_file import Snapshot

GAME = app(form("Intro"), shown_if("Chat", "treatment"), wait("Meet"), form("Results"))
INFO = project(GAME, app(form("End"), name="after"))
HIGH, LOW = {"app.treatment": "high"}, {"app.treatment": "low"}


def way(*pages: str, number: int = 1, when: dict[str, str] | None = None) -> Way:
    return Way(number, tuple(f"{page} 1" for page in pages), when or {})


def told(*now: Way, before: tuple[Way, ...], varies: tuple[str, ...] = (), info=INFO):
    return list(flow_changes(Snapshot("config", before, varies), now, info, "config"))


SHORT, LONG = ("app.Intro", "app.Results", "after.End"), ("app.Intro", "app.Chat", "app.Results", "after.End")
BEFORE = (way(*LONG, when=HIGH), way(*SHORT, when=LOW))


def test_nothing_has_changed():
    assert told(*BEFORE, before=BEFORE) == []
    assert told(way(*SHORT, when=LOW), before=BEFORE) == []  # chance gave nobody the other treatment


def test_a_page_that_everybody_sees_is_new():
    (finding,) = told(way("app.Intro", "app.Consent", *SHORT[1:], when=LOW), before=BEFORE, info=_with(form("Consent")))
    assert (finding.group, finding.check, finding.participants) == ("broken", "changed-flow", ())
    assert finding.title == "The pages are not those that botex_flow has: app.Consent is new"
    assert finding.detail == "  app.Intro\n+ app.Consent\n  app.Results\n  after.End"
    assert "pytest --botex --botex-config config --botex-update-flow" in finding.advice
    assert "varies" not in finding.advice


def _with(page):
    intro, *others = GAME.pages
    return project(app(intro, page, *others), app(form("End"), name="after"))


def test_pages_that_are_gone_fail_whoever_saw_them():
    before = (way("app.Intro", "app.Quiz", *LONG[1:], when=HIGH), way("app.Intro", "app.Quiz", *SHORT[1:], when=LOW))
    findings = told(way(*LONG, when=HIGH), way(*SHORT, when=LOW), before=before)
    assert {(f.group, f.key) for f in findings} == {("broken", "changed-flow|app.Quiz is gone")}


def test_pages_in_another_order():
    (finding,) = told(way("app.Results", "app.Intro", "after.End", when=LOW), before=BEFORE)
    assert finding.group == "broken"
    assert "is elsewhere" in finding.title


def test_the_same_case_goes_another_way():
    (finding,) = told(way(*SHORT, number=2, when=HIGH), before=BEFORE)
    assert (finding.group, finding.participants) == ("review", (2,))
    assert "app.Chat is gone" in finding.title
    assert "add the page to `varies` in botex_flow" in finding.advice


def test_what_varies_is_not_compared():
    assert told(way(*SHORT, when=HIGH), before=BEFORE, varies=("app.Chat",)) == []


def test_a_case_that_the_snapshot_has_not_met_may_go_its_own_way():
    assert told(way(*LONG, when={"app.treatment": "middle"}), before=BEFORE[1:]) == []
    (finding,) = told(way("app.Intro", "after.End", when={"app.treatment": "middle"}), before=BEFORE)
    assert (finding.group, finding.title.rpartition(": ")[2]) == ("broken", "app.Results is gone")


def test_more_or_fewer_rounds():
    rounds = [Way(1, tuple(f"app.Intro {n}" for n in range(1, last + 1))) for last in (3, 5)]
    info = project(app(form("Intro"), rounds=3))
    (finding,) = told(rounds[0], before=(rounds[1],), info=info)
    assert finding.group == "broken"
    assert finding.detail.splitlines()[-2:] == ["- app.Intro (round 4)", "- app.Intro (round 5)"]


def test_what_everybody_sees_who_gets_that_far():
    assert fixed_pages(INFO, "config") == {"app.Intro", "app.Results", "after.End"}
    jump = project(app(form("Intro", chooses_app=True), form("Results")), app(form("End"), name="after"))
    assert fixed_pages(jump, "config") == {"app.Intro"}


def test_what_the_data_cannot_explain_varies():
    assert varying_pages(INFO, "config", BEFORE) == ()
    assert varying_pages(INFO, "config", (way(*LONG, when=LOW), way(*SHORT, when=LOW))) == ("app.Chat",)
    hidden = project(app(form("Intro"), shown_if("Chat", "vars", "participant")), app(form("End"), name="after"))
    assert varying_pages(hidden, "config", (way("app.Intro", "app.Chat", "after.End"),)) == ("app.Chat",)
