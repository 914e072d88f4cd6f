"""Forms from both sides, in a real browser and past it: each planted fault is found at its page, and nothing else is."""

from __future__ import annotations

import pytest
from harness import PROJECTS, Done, copy_of, expectations, run

EXPECTED = expectations(PROJECTS / "forms")
GROUPS = ("broken", "review", "note")

each_page = pytest.mark.parametrize("config", EXPECTED)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Done:
    project = copy_of(PROJECTS / "forms", tmp_path_factory.mktemp("forms") / "forms")
    return run(project, "--botex-forms", "--botex-screenshots", "off", "-n", "2")


def test_nothing_is_pictured_that_is_not_to_be(forms: Done) -> None:
    assert not list(forms.folder.path.rglob("*.jpg"))


def checked(forms: Done, config: str):
    (played,) = forms.plays(f"forms::{config}.Answer")
    return played.result


@each_page
def test_what_is_planted_is_found_and_nothing_else(forms: Done, config: str) -> None:
    found = {(f.group, f.check) for f in checked(forms, config).findings if not f.title.endswith("(accepted in botex.toml)")}
    assert found == {(group, check) for group in GROUPS for check in EXPECTED[config].get(group, ())}


@each_page
def test_it_is_told_at_the_right_place(forms: Done, config: str) -> None:
    findings = [f for group in GROUPS for f in checked(forms, config).findings if f.group == group]
    expected = EXPECTED[config]
    assert expected.get("names", "") in findings[0].title
    assert findings[0].line == expected.get("line", findings[0].line)


@each_page
def test_only_what_is_broken_fails(forms: Done, config: str) -> None:
    assert forms.verdicts["forms"][f"{config}.Answer"] == ("broken" if EXPECTED[config].get("broken") else "finished")


def test_what_the_author_knows_of_is_only_noted(forms: Done) -> None:
    (known,) = [f for f in checked(forms, "silent").findings if f.check == "otree-form"]
    assert (known.group, known.title.endswith("(accepted in botex.toml)")) == ("note", True)
    assert not [s for s in checked(forms, "silent").skipped if "otree-form" in s]


def test_what_is_accepted_of_another_page_is_not_missed_where_sessions_are_judged(forms: Done) -> None:
    (played,) = forms.plays("silent")
    assert not [s for s in played.result.skipped if "accepted" in s]
    assert [s for s in checked(forms, "silent").skipped if s.startswith("only-in-browser|silent.Answer is accepted")]


def test_the_browser_says_what_it_stops_and_the_server_what_it_refuses(forms: Done) -> None:
    form = checked(forms, "off_by_one").form
    assert form is not None
    sides = {t.probe.kind: (t.browser, t.server) for t in form.tried}
    assert sides == {
        "empty": ("stopped", "refused"),
        "below": ("stopped", "refused"),
        "above": ("stopped", "refused"),
        "letters": ("stopped", "refused"),
        "fraction": ("stopped", "refused"),
        "comma": ("stopped", "refused"),
        "label's high": ("taken", "taken"),
        "lowest": ("taken", "taken"),
        "highest": ("taken", "taken"),
    }
    said = {t.probe.kind: [m.text for m in t.said] for t in form.tried}
    assert said["above"] == ["Value must be less than or equal to 6."]


def test_what_a_person_types_is_typed(forms: Done) -> None:
    (told,) = [f for f in checked(forms, "off_by_one").findings if f.key == "otree-form|comma-left-out"]
    assert told.messages == ("the control does not take '1,5'; it holds '15'",)


def test_the_plan_and_its_cost_come_first(forms: Done) -> None:
    head = forms.output.partition("settings.py")[0]
    assert "forms of 9 pages" in head
    assert "answers to try" in head


def test_the_report_has_the_matrix(forms: Done) -> None:
    report = forms.folder.report.read_text(encoding="utf-8")
    assert "off_by_one.Answer" in report
    assert "label's high" in report.replace("\\u0027", "'")
