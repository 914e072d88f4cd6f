"""`--botex-forms`: each page with a form is an item of its own, however pytest is run."""

from __future__ import annotations

import pytest
from pytest_runs import NO_CHROME, Ran, Run, build, run_pytest

FORMS = ("--botex", "--botex-forms", "--botex-driver", "http")
ITEM = "forms::pair.Intro"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, plugin_args: tuple[str, ...]) -> Ran:
    """Sessions and forms, once per mode."""
    return run_pytest(build(tmp_path_factory.mktemp("forms") / "study"), *FORMS, "-v", *plugin_args)


def test_the_form_has_a_verdict_beside_the_sessions(checked: Ran) -> None:
    assert checked.verdicts() == dict.fromkeys(("pair::P1", "pair::P2", "pair::session", ITEM), "passed")
    assert checked.code == 0


def test_its_plan_comes_first_and_its_sum_last(checked: Ran) -> None:
    head, _, rest = checked.output.partition("settings.py::")
    assert "botex: forms of 1 page: 8 answers to try" in head
    assert "forms::pair.Intro: 8 answers tried in 1 field and 2 sessions, 0 errors" in rest
    assert "only the server was asked about wrong answers" in rest
    assert "forms not checked" not in rest


def test_what_it_plays_is_no_session_of_the_run(checked: Ran) -> None:
    form, played = sorted(checked.results().values(), key=lambda r: r["form"] is None)
    assert (form["form"]["where"], form["form"]["round"], form["participants"]) == ("pair.Intro", 1, [])
    assert played["participants"]
    assert len(checked.results()) == 2


def test_without_the_option_there_is_no_such_item_and_one_line_says_so(run: Run) -> None:
    assert run("--botex", "--co", "-q", *NO_CHROME).ids == [f"settings.py::pair::{who}" for who in ("P1", "P2", "session")]
    told = run("--botex", "--botex-driver", "http", "settings.py::pair::P1").output
    assert told.count("forms not checked: add --botex-forms") == 1


def test_a_form_alone_gives_no_verdict_on_sessions(run: Run) -> None:
    ran = run(*FORMS, "settings.py::forms::pair.Intro")
    assert ran.verdicts() == {ITEM: "passed"}
    assert [r["form"]["where"] for r in ran.results().values()] == ["pair.Intro"]


def test_the_budget_bounds_what_is_tried_and_lists_the_rest(run: Run) -> None:
    ran = run(*FORMS, "--botex-forms-budget", "2", "settings.py::forms::pair.Intro")
    assert "the budget leaves out 6 answers (--botex-forms-budget)" in ran.output
    assert "forms::pair.Intro: 2 answers tried" in ran.output
    assert ran.output.count("left out by the budget: ") == 6


def test_a_page_that_nobody_reaches_is_not_said_to_be_right(project, run: Run) -> None:
    app = project / "pair" / "__init__.py"
    hidden = "class Intro(Page):\n    @staticmethod\n    def is_displayed(player: Player):\n        return False\n\n"
    app.write_text(app.read_text().replace("class Intro(Page):\n", hidden).replace("p.number for p", "p.id_in_group for p"))
    ran = run(*FORMS, "settings.py::forms::pair.Intro")
    assert ran.verdicts() == {ITEM: "skipped"}
    assert "nobody has answered pair.Intro in the sessions that were played" in ran.output
