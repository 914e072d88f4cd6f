"""What the oTree projects of tests and examples say of themselves is true. They are read as text, never imported."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from botex_pytest.checks.base import CHECKS
from botex_pytest.results import GROUP_NAMES, Status

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
PROJECTS = ROOT / "tests" / "projects"
PLAYED = [PROJECTS / "faults", PROJECTS / "healthy", PROJECTS / "pace", *sorted(PROJECTS.glob("zoo*"))]
EXAMPLES = sorted(p.parent for p in (ROOT / "examples").glob("*/settings.py"))
FAULTS = {
    *("server-error", "script-error", "live-error", "dead-end", "endless-wait", "lost-answer", "early-end"),
    *("needs-answer", "refused-choice", "needs-time", "needs-skill", "missing-template", "admin-page"),
}
"""Checks of which the project `faults` has at least one."""
VERDICTS = {**GROUP_NAMES, "finished": "finished", "early-end": "early end"}
KEYS = {
    *("participants", "status", "check", "where", "contains", "round", "may", "behind"),
    *("acted", "app", "dialog", "filled", "otree5", "needs", "reviews", "unseen", "rule", "slow", "stored"),
}


def session_configs(project: Path) -> dict[str, dict[str, Any]]:
    """SESSION_CONFIGS of a project by name."""
    for node in ast.parse((project / "settings.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SESSION_CONFIGS":
            assert isinstance(node.value, ast.List)
            calls = [call for call in node.value.elts if isinstance(call, ast.Call)]
            configs = [{k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg} for call in calls]
            return {c["name"]: c for c in configs}
    raise AssertionError(f"{project}/settings.py has no SESSION_CONFIGS")


def pages(project: Path, config: dict[str, Any]) -> set[str]:
    """`app.Page` for what the page_sequence of each app of a session config names."""
    found = set()
    for app in config["app_sequence"]:
        for node in ast.parse((project / app / "__init__.py").read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "page_sequence":
                assert isinstance(node.value, ast.List)
                found |= {f"{app}.{name.id}" for name in node.value.elts if isinstance(name, ast.Name)}
    return found


def toml(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return data


def statuses(entry: dict[str, Any]) -> list[str]:
    status = entry["status"]
    if isinstance(status, str):
        return [status] * entry["participants"]
    return [s.split("|")[0] for s in (status.values() if isinstance(status, dict) else status)]


@pytest.mark.parametrize("project", PLAYED, ids=lambda p: p.name)
def test_each_config_is_expected_to_come_to_something(project: Path) -> None:
    assert sorted(session_configs(project)) == sorted(toml(project / "expected.toml"))


@pytest.mark.parametrize("project", PLAYED, ids=lambda p: p.name)
def test_each_config_says_which_verdict_is_right(project: Path) -> None:
    expected = toml(project / "expected.toml")
    for name, config in session_configs(project).items():
        verdicts = set(statuses(expected[name]))
        words = {VERDICTS[v] for v in verdicts - {"finished"} or verdicts}
        assert {word for word in words if word not in config["doc"]} == set(), name


@pytest.mark.parametrize("project", PLAYED, ids=lambda p: p.name)
def test_each_app_is_used(project: Path) -> None:
    apps = {path.parent.name for path in project.glob("*/__init__.py")}
    assert apps == {app for config in session_configs(project).values() for app in config["app_sequence"]}


@pytest.mark.parametrize("project", PLAYED, ids=lambda p: p.name)
def test_expectations_can_be_met(project: Path) -> None:
    configs = session_configs(project)
    for name, entry in toml(project / "expected.toml").items():
        assert set(entry) <= KEYS, name
        assert entry["participants"] >= configs[name]["num_demo_participants"], name
        assert len(statuses(entry)) == entry["participants"] + ("session" in entry["status"]), name
        assert set(statuses(entry)) <= set(get_args(Status)), name
        for found in filter(None, (entry, entry.get("behind"))):
            assert found.get("check", "dead-end") in CHECKS, name
            assert found.get("group", "broken") in GROUP_NAMES, name
        assert not entry.get("behind") or entry["behind"]["where"] in pages(project, configs[name]), name
        named = entry.get("check") == "endless-code"  # after the function that never ends
        if not named and entry.get("where", "creating_session") not in ("creating_session", "experimenter"):
            assert entry["where"] in pages(project, configs[name]), name


def test_what_is_healthy_ends_well() -> None:
    for name, entry in toml(PROJECTS / "healthy" / "expected.toml").items():
        assert set(statuses(entry)) <= {"finished", "early-end"}, name
        assert "check" not in entry, name


def test_every_kind_of_finding_has_a_fault() -> None:
    assert {entry["check"] for entry in toml(PROJECTS / "faults" / "expected.toml").values() if "check" in entry} == FAULTS


def test_projects_that_do_not_start_say_why() -> None:
    folder = PROJECTS / "does_not_start"
    expected = toml(folder / "expected.toml")
    assert sorted(expected) == sorted(p.parent.name for p in folder.glob("*/settings.py"))
    assert all(entry["contains"] for entry in expected.values())


@pytest.mark.parametrize("project", [p for p in [*PLAYED, *EXAMPLES] if (p / "botex.toml").exists()], ids=lambda p: p.name)
def test_study_files_name_what_exists(project: Path) -> None:
    """botex.toml is read by name, so a renamed page would silently lose its answer."""
    configs = session_configs(project)
    for name, study in toml(project / "botex.toml").items():
        known = pages(project, configs[name])
        assert {page for key in ("ends", "experimenter", "skip") for page in study.get(key, ())} <= known
        answered = {key.rsplit(".", 1)[0] for key in study.get("answers", {})}
        assert answered <= {page.split(".")[1] for page in known}


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda p: p.name)
def test_examples_are_complete(project: Path) -> None:
    for file in ("README.md", "requirements.txt", "pytest.ini", "botex.toml", "_static"):
        assert (project / file).exists(), file
    assert len((project / "README.md").read_text(encoding="utf-8").splitlines()) <= 20
