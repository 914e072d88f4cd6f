"""`botex check` over every project there is: what its files give away is told with its line, and nothing about the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from harness import EXAMPLES, PROJECTS, copy_of, environment

HEALTHY = sorted(p.parent for folder in (PROJECTS, EXAMPLES) for p in folder.glob("*/settings.py") if p.parent.name != "faults")
FOUND = {
    "template_missing": "__init__.py:28: template_missing.Feedback needs the template template_missing/Feedback.html",
    "form_field_misspelled": "__init__.py:22: form_field_misspelled.Answer: form_fields names numbr",
    "template_in_other_letters": "there is template_in_other_letters/feedback.html",
    "static_file_missing": "Logo.html:3: static_file_missing/Logo.html needs the file _static/lab/logo.png",
    "participant_field_undeclared": "__init__.py:29: participant.first_number is used",
    "branch_nobody_enters": "__init__.py:28: branch_nobody_enters.Bonus needs the template",
}
TO_REVIEW = (
    "packaging is imported",
    "a link to http://localhost:8000/static/rules.pdf",
    "looks like a placeholder",
    "are set in set_payoffs alone",
    "number, which has no upper bound",
)


def check(project: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "botex_pytest", "check", *options]
    done = subprocess.run(
        command, cwd=project, env=environment(), capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_faults_are_told_with_their_line() -> None:
    code, said = check(PROJECTS / "faults")
    broken, _, review = said.partition("To review:")
    assert code == 1
    for config, words in FOUND.items():
        (line,) = [line for line in broken.splitlines() if line.endswith(f"[{config}]")]
        assert words in line
    assert sum("to fix:" in line for line in broken.splitlines()) == len(FOUND)
    assert all(words in review for words in TO_REVIEW)
    assert sum("to fix:" in line for line in review.splitlines()) == len(TO_REVIEW)


@pytest.mark.parametrize("project", HEALTHY, ids=lambda p: p.name)
def test_nobody_cries_wolf(project: Path) -> None:
    code, said = check(project)
    assert code == 0, said
    assert "without playing: 0 broken, 0 to review." in said


def test_one_config_can_be_named_and_findings_accepted(tmp_path: Path) -> None:
    project = copy_of(PROJECTS / "faults", tmp_path / "faults")
    (project / "botex.toml").write_text('[template_missing]\naccept = ["missing-template"]\n', encoding="utf-8")
    assert check(project, "--botex-config", "template_missing,only_on_my_computer", "--botex-skip-checks", "local-link")[0] == 0
    assert check(project, "--botex-config", "branch_nobody_enters")[0] == 1
    code, said = check(project, "--botex-config", "template_misssing")
    assert code == 4
    assert "template_missing" in said
