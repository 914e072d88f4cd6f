"""--botex-otree-bots: the apps' own bots, run by oTree itself, a verdict for each case."""

from __future__ import annotations

import pytest
from pytest_runs import build, run_pytest

BOTS = """
from otree.api import *

from . import *


class PlayerBot(Bot):
    cases = ['fine', 'wrong', 'taken', 'refused', 'elsewhere', 'misspelt']

    def play_round(self):
        if self.case == 'elsewhere' and self.round_number == 2:
            yield Results
        if self.case == 'misspelt':
            yield Intor
        yield SubmissionMustFail(Intro, dict(number=5 if self.case == 'taken' else 11))
        yield Intro, dict(number=11 if self.case == 'refused' else 5)
        if self.round_number == 2:
            expect(self.group.total, 11 if self.case == 'wrong' else 10)
            yield Submission(Results, check_html=False)
"""
ONLY_BOTS = ("--botex", "--botex-otree-bots", "settings.py::otree-bots")


def test_every_case_has_its_own_verdict(tmp_path, plugin_args):
    project = build(tmp_path / "my stüdy", {"pair": ("pair", 2), "alone": ("crash_on_submit", 1)})
    (project / "pair" / "tests.py").write_text(BOTS)
    ran = run_pytest(project, *ONLY_BOTS, "-v", *plugin_args)
    assert ran.verdicts() == {
        "otree-bots.pair::fine": "passed",
        "otree-bots.pair::wrong": "failure",
        "otree-bots.pair::taken": "failure",
        "otree-bots.pair::refused": "failure",
        "otree-bots.pair::elsewhere": "skipped",
        "otree-bots.pair::misspelt": "skipped",
    }
    assert ran.code == pytest.ExitCode.TESTS_FAILED
    assert "Expected 11, actual value is 10" in ran.text("otree-bots.pair::wrong")
    assert "passed validation anyway" in ran.text("otree-bots.pair::taken")
    assert "Bot submission failed form validation" in ran.text("otree-bots.pair::refused")
    assert "tests.py does not fit the app as it is now" in ran.text("otree-bots.pair::elsewhere")
    assert "name 'Intor' is not defined" in ran.text("otree-bots.pair::misspelt")
    assert str(project / "pair" / "tests.py") in ran.text("otree-bots.pair::misspelt")
    assert "oTree's own bots:\n  pair: 1 of 6 cases passed\n      wrong failed: ExpectError" in ran.output
    assert "TO REVIEW" in ran.output
    assert ran.sessions() == []  # what --botex plays was not asked for


def test_a_config_with_an_app_without_bots_cannot_be_run_by_otree(project):
    settings = project / "settings.py"
    settings.write_text(settings.read_text().replace("'app_sequence': ['pair']", "'app_sequence': ['pair', 'bare']"))
    (project / "bare").mkdir()
    source = (project / "pair" / "__init__.py").read_text()
    (project / "bare" / "__init__.py").write_text(source.replace("NAME_IN_URL = 'pair'", "NAME_IN_URL = 'bare'"))
    for page in ("Intro.html", "Results.html"):
        (project / "bare" / page).write_text((project / "pair" / page).read_text())
    (project / "pair" / "tests.py").write_text(BOTS.replace("cases = [", "cases = ['fine']  # ["))
    ran = run_pytest(project, *ONLY_BOTS)
    assert ran.verdicts() == {"otree-bots.pair::fine": "skipped"}
    assert "bare has none" in ran.text("otree-bots.pair::fine")


def test_they_run_only_when_asked(project):
    (project / "pair" / "tests.py").write_text(BOTS)
    assert not any("otree-bots" in node for node in run_pytest(project, "--botex", "--co", "-q").ids)
