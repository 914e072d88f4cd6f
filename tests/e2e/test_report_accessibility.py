"""Contrast, labels and roles of every view, as axe-core sees them, in light and dark and at two widths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lab_builder import lab_run
from report_in_browser import SIZES, browser, open_everything, show
from run_builder import SessionBuilder, faulty_run, form_run, healthy_run, hostile_run
from run_builder import page as a_page
from selenium import webdriver

from botex_pytest.report.html import render_live, write_comparison, write_report
from botex_pytest.report.live import Watch

LOOKS = [(SIZES[0], "light"), (SIZES[1], "dark")]


@pytest.fixture(scope="module")
def chrome() -> Iterator[webdriver.Chrome]:
    with browser() as driver:
        yield driver


@pytest.fixture(scope="module")
def axe() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")


_RUN = """
const done = arguments[arguments.length - 1];
const told = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}: ${node.failureSummary}`);
axe.run().then((found) => done(JSON.stringify({ passed: found.passes.length, violations: found.violations.flatMap(told) })));
"""


def violations(chrome: webdriver.Chrome, axe: str) -> list[str]:
    """Rule, element and reason of each."""
    chrome.execute_script(axe)
    found: dict[str, Any] = json.loads(chrome.execute_async_script(_RUN))
    assert found["passed"] > 10
    return list(found["violations"])


def comparison(base: Path) -> Path:
    """Of runs that differ in everything: findings, pages, answers with charts, payoffs."""
    lab = lab_run(base)
    other = lab_run(base)
    for transcript in other.path.glob("sessions/*/P*.jsonl"):
        text = (
            transcript.read_text(encoding="utf-8")
            .replace('"mood": "1"', '"mood": "2"')
            .replace("Make an offer", "Offer something")
        )
        transcript.write_text(text, encoding="utf-8")
    return write_comparison(lab.path, other.path)[1]


def live_page(base: Path) -> Path:
    """With sessions that are over and one under way. That it is loaded anew every few seconds is what it is for."""
    run = faulty_run(base)
    session = SessionBuilder(run, "trust_framed", 2)
    session.visit(1, a_page("trust", "SendBackWait", 2, kind="wait"))
    data = Watch([("survey_long", 3)]).look(run)
    text = render_live({**data, "report": "", "project": "lab_2026", "every": 2})
    file = base / "live.html"
    file.write_text(text.replace('<meta http-equiv="refresh" content="2">', ""), encoding="utf-8")
    return file


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0][0]}-{look[1]}")
@pytest.mark.parametrize("build", [faulty_run, form_run, lab_run, hostile_run, comparison, live_page], ids=lambda f: f.__name__)
def test_axe_finds_nothing_in_any_view(chrome: webdriver.Chrome, axe: str, tmp_path: Path, build: Any, look: Any) -> None:
    page = build(tmp_path)
    size, scheme = look
    show(chrome, page if isinstance(page, Path) else write_report(page.path), size=size, scheme=scheme)
    open_everything(chrome)
    assert chrome.get_log("browser") == []
    assert violations(chrome, axe) == []


def test_axe_finds_what_is_wrong(chrome: webdriver.Chrome, axe: str, tmp_path: Path) -> None:
    """Else its silence would say nothing."""
    show(chrome, write_report(healthy_run(tmp_path).path))
    chrome.execute_script("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    chrome.execute_script("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    chrome.execute_script("document.querySelector('h1').style.color = '#ccc'")
    assert {found.partition(":")[0] for found in violations(chrome, axe)} == {"color-contrast", "label"}
