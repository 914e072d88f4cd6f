"""Checks, models and pages of a user's own, through our hooks: in every way of running pytest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_runs import Ran, build, run_pytest

CONFTEST = """
import pytest
from botex_pytest import Found


def pytest_botex_models():
    return {"two": lambda ask: {"number": 2} if ask.page.field("number") else None}


def pytest_botex_checks(config):
    return {"too-little": too_little, "few-pages": few_pages}


def too_little(session):
    for participant in session.participants:
        for page in participant.pages:
            if page.answer.get("number") == "2":
                yield Found(f"P{participant.number} gave 2 in round {page.round}", page=page, fails=participant.number == 1)


def few_pages(session):
    if session.config == "pair":
        assert [row["total"] for row in session.data()["pair_group"]] == [4, 4]
        yield "Hardly any pages in this study"


def pytest_botex_page(page, tab, where, round, participant):
    if where != "canvas_task.Draw":
        return None
    tab.evaluate("document.querySelector('canvas').insertAdjacentHTML('afterend', `<input id=word><b id=basket>Basket</b> "
                 "<i id=card draggable=true>Card</i>`)")
    tab.evaluate("document.addEventListener('dragover', (e) => e.preventDefault())")
    tab.evaluate("document.addEventListener('drop', (e) => { globalThis.dropped = e.target.id })")
    tab.evaluate("document.addEventListener('pointermove', () => { globalThis.moves = (globalThis.moves ?? 0) + 1 })")
    tab.click("#word")
    tab.type("dräwn")
    tab.press("Backspace")
    assert tab.evaluate("document.querySelector('#word').value") == "dräw"
    tab.drag("#card", to="#basket")
    assert tab.evaluate("globalThis.dropped") == "basket"
    before = tab.evaluate("globalThis.moves")
    tab.drag("#curve", (20, 20), (120, 50), (200, 80))
    assert tab.evaluate("Promise.resolve(globalThis.moves)") >= before + 4
    tab.click("#curve")
    tab.wait(0.01)
    assert not any(b.enabled for b in tab.look().buttons)
    tab.click("#curve", 220, 50)
    return True
"""
PAIR, CANVAS = ("pair::P1", "pair::P2", "pair::session"), ("canvas_task::P1", "canvas_task::P2", "canvas_task::session")


def make(folder: Path, conftest: str) -> Path:
    project = build(folder / "study", {"pair": ("pair", 2), "canvas_task": ("canvas_task", 2)})
    (project / "conftest.py").write_text(conftest)
    return project


def findings(ran: Ran, session: str) -> list[tuple[str, str, str, str]]:
    return [(f["check"], f["group"], f["where"], f["title"]) for f in ran.results()[session]["findings"]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, plugin_args: tuple[str, ...]) -> Ran:
    project = make(tmp_path_factory.mktemp("hooks"), CONFTEST)
    spread = ("--botex-spread",) if "-n" in plugin_args else ()  # then P2 is in the browser of another worker
    return run_pytest(project, "--botex", "--botex-driver", "auto", "--botex-model", "plugin:two", *plugin_args, *spread)


def test_a_model_of_a_plugin_answers(ran: Ran) -> None:
    answered = [e for e in ran.events("pair-1", 2) if e["type"] == "Answered" and e["values"]]
    assert [(e["values"], e["sources"]["number"]) for e in answered] == [({"number": "2"}, "plugin:two")] * 2


def test_what_a_check_of_a_plugin_finds_is_told(ran: Ran) -> None:
    assert findings(ran, "pair-1") == [
        ("too-little", "broken", "pair.Intro", "P1 gave 2 in round 1"),
        ("few-pages", "review", "", "Hardly any pages in this study"),
    ]
    verdicts = ran.verdicts()
    assert [verdicts[item] for item in PAIR] == ["failure", "failure", "passed"]
    assert "P1 gave 2 in round 1" in ran.text("pair::P1")
    assert "Hardly any pages in this study" in ran.output
    assert ran.code == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize("participant", [1, 2])
def test_a_page_that_bots_cannot_play_is_played_by_a_handler(ran: Ran, participant: int) -> None:
    assert [ran.verdicts()[item] for item in CANVAS] == ["passed"] * 3
    assert findings(ran, "canvas_task-1") == []  # nobody says that the canvas was left alone
    acted = [e["description"] for e in ran.events("canvas_task-1", participant) if e["type"] == "Acted"]
    assert [what.removesuffix(" (pytest_botex_page)") for what in acted if not what.startswith("ran ")] == [
        "clicked #word",
        "typed dräwn",
        "pressed the key Backspace",
        "dragged #card to #basket",
        "dragged #curve along 3 points",
        "clicked #curve",
        "waited 0.01 s",
        "clicked #curve at 220, 50",
    ]


def test_checks_are_switched_off_and_accepted_by_name(tmp_path: Path) -> None:
    project = make(tmp_path, CONFTEST)
    key = "too-little|pair.Intro|P# gave # in round #"
    (project / "botex.toml").write_text(f'["*"]\nchecks = {{ few-pages = false }}\n[pair]\naccept = ["{key}"]\n')
    done = run_pytest(project, "--botex", "--botex-driver", "http", "--botex-config", "pair", "--botex-model", "plugin:two")
    assert done.code == pytest.ExitCode.OK, done.output
    assert findings(done, "pair-1") == [
        ("too-little", "note", "pair.Intro", "P1 gave 2 in round 1 (accepted in botex.toml)"),
    ]


def test_marked_tests_have_them_too(tmp_path: Path, plugin_args: tuple[str, ...]) -> None:
    project = make(tmp_path, CONFTEST)
    (project / "test_lab.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.botex('pair', model='plugin:two', checks={'few-pages': False})\n"
        "def test_numbers(participants):\n"
        "    assert {p.page('Intro').answer['number'] for p in participants} == {'2'}\n"
    )
    done = run_pytest(project, "test_lab.py", *plugin_args)
    assert done.code == pytest.ExitCode.TESTS_FAILED
    assert "P1 gave 2 in round 1" in done.output
    assert "Hardly any pages" not in done.output


FAILING = """
def pytest_botex_checks():
    return {"mine": mine}

def mine(session):
    return session.participants[7]

def pytest_botex_page(page, tab, where):
    if where == "canvas_task.Draw":
        tab.click("#no-such-canvas")
        return True
"""


def test_what_fails_in_a_hook_is_told_as_the_users_own(tmp_path: Path, plugin_args: tuple[str, ...]) -> None:
    project = make(tmp_path, FAILING)
    done = run_pytest(project, "--botex", "--botex-driver", "auto", *plugin_args)
    verdicts = done.verdicts()
    assert {verdicts[item] for item in (*PAIR, *CANVAS)} == {"error"}
    assert done.properties("canvas_task::P1")["botex_status"] == "infrastructure"
    assert f"Your check mine raised IndexError at {project / 'conftest.py'}:6" in done.text("pair::P1")
    handler = f"pytest_botex_page raised HookError on canvas_task.Draw at {project / 'conftest.py'}:10"
    assert handler in done.text("canvas_task::P1")
    assert "The page shows nothing that '#no-such-canvas' selects." in done.text("canvas_task::P1")


def test_a_model_that_nobody_gives_is_told_before_the_session(project: Path) -> None:
    (project / "conftest.py").write_text("def pytest_botex_models():\n    return {'tow': print}")
    done = run_pytest(project, "--botex", "--botex-driver", "http", "--botex-model", "plugin:two")
    assert "No plugin has a model 'two'. Did you mean 'tow'?" in done.text("pair::P1")
    assert done.sessions() == []


def test_a_check_with_the_name_of_ours_is_an_error_of_usage(project: Path, plugin_args: tuple[str, ...]) -> None:
    (project / "conftest.py").write_text("def pytest_botex_checks():\n    return {'dead-end': print}")
    done = run_pytest(project, "--botex", "--botex-driver", "http", *plugin_args)
    assert done.code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERRUPTED)
    assert "pytest_botex_checks gives 'dead-end' twice." in done.output


def test_the_examples_of_the_docs(project: Path) -> None:
    """All of them in one conftest.py, played."""
    docs = Path(__file__).parents[2] / "docs" / "reference"
    blocks = [
        b for page in ("hooks.md", "fixtures.md") for b in re.findall(r"```python\n(.*?)```", (docs / page).read_text(), re.S)
    ]
    (project / "conftest.py").write_text("\n\n".join(blocks))
    (project / "botex.toml").write_text('[pair.answers]\n"Intro.number" = 1\n')
    done = run_pytest(project, "--botex", "--botex-driver", "http", "--botex-model", "plugin:generous", LAB_KEY="secret-key")
    assert done.code == pytest.ExitCode.OK, done.output
    assert [(check, group) for check, group, *_ in findings(done, "pair-1")] == [("low-pay", "review")]
    assert not any("secret-key" in path.read_text("utf-8", "replace") for path in done.runs[0].rglob("*.json*"))
