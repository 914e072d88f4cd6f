"""An oTree server that runs and answers nobody any more, by its own fault or by the study's."""

from __future__ import annotations

import pytest
from pytest_runs import build, everything_ended, run_pytest

QUICK = ("--botex", "--botex-driver", "http", "--botex-page-timeout", "3")
FREEZES_ONCE = """

import asyncio
from pathlib import Path
from otree.channels.utils import ChannelLayer

send = ChannelLayer.send


async def freeze_once(self, group, data):
    \"\"\"Waits as oTree does when a partner's page connects at this very moment.\"\"\"
    mark = Path('frozen')
    if group.startswith('wait-page') and not mark.exists():
        mark.touch()
        await asyncio.sleep(3600)
    await send(self, group, data)


ChannelLayer.send = freeze_once
"""
NEVER_ENDS = """

def draw(player, timeout_happened):
    number = 0
    while number >= 0:
        number += 1


Intro.before_next_page = draw
"""


@pytest.fixture
def study(tmp_path):
    return build(tmp_path / "study")


def append(study, text):
    app = study / "pair" / "__init__.py"
    app.write_text(app.read_text("utf-8") + text, "utf-8")
    return app.read_text("utf-8").splitlines()


@pytest.mark.parametrize("options", [(), ("-n", "2"), ("-p", "no:xdist")], ids=["plain", "workers", "no-xdist"])
def test_a_session_in_which_otree_froze_is_played_again(study, options):
    append(study, FREEZES_ONCE)
    patient = ("--botex", "--botex-driver", "http", "--botex-page-timeout", "600")  # nobody waits so long for what never comes
    ran = run_pytest(study, *patient, *options, freezes=True)
    assert ran.verdicts() == {"pair::P1": "passed", "pair::P2": "passed", "pair::session": "passed"}
    assert ran.sessions() == ["pair-1"]
    assert sorted(folder.name for folder in (ran.runs[-1] / "sessions").iterdir()) == ["pair-1", "pair-2"]
    assert "has frozen, by a bug of oTree's own: the session was played again on a new one" in ran.output
    assert everything_ended(ran.mark)


def test_code_that_never_ends_is_told_with_its_line(study, tmp_path):
    lines, page = append(study, NEVER_ENDS), tmp_path / "summary.md"
    ran = run_pytest(study, *QUICK, GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(study), GITHUB_STEP_SUMMARY=str(page))
    assert ran.verdicts() == {"pair::P1": "failure", "pair::P2": "failure", "pair::session": "passed"}
    told = ran.text("pair::P1")
    assert "oTree answers nobody any more: for 3 s it has been in pair.draw (pair/__init__.py, line " in told
    line = int(told.partition("pair/__init__.py, line ")[2].partition(")")[0])
    assert (
        f"\n::warning file=pair/__init__.py,line={line},title=could not be played%3A pair.draw::oTree answers nobody"
        in ran.output
    )
    assert "| pair | 0 of 2 | 0 | unplayed |" in page.read_text("utf-8")
    assert lines[line - 1].strip() in ("while number >= 0:", "number += 1")
    assert everything_ended(ran.mark)
