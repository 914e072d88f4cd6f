"""--botex-live while a run lasts; how it ends is among the verdicts."""

from __future__ import annotations

import re

import pytest
from pytest_runs import RUN_SECONDS, in_the_middle

from botex_pytest.waiting import wait_until


@pytest.mark.parametrize("how", [(), ("-n", "2")], ids=["plain", "two workers"])
def test_meanwhile_it_says_who_is_where(project, run, how):
    seen = []

    def look(child):
        live = project / ".botex__temp" / "live.html"

        def somebody_plays():
            seen.append(live.read_text("utf-8") if live.is_file() else "")
            return child.poll() is not None or '<th scope="row">P2</th><td>pair.' in seen[-1]

        wait_until(somebody_plays, RUN_SECONDS, "the page shows P2 on a page")

    slow = ("--botex-driver", "http", "--botex-time-factor", "0.3")
    ran = run("--botex", "--botex-live", *slow, *how, while_running=in_the_middle(project, look))
    assert ran.code == 0, ran.output
    assert "<h1>pair is being played; 0 sessions over.</h1>" in seen[-1]
    assert 'http-equiv="refresh" content="2"' in seen[-1]
    assert re.search(r"<th scope=\"row\">P1</th><td>pair\.\w+</td><td>[\w ;:,]+</td>", seen[-1])


def test_what_plays_nothing_writes_no_page(project, run):
    run("--botex", "--botex-live", "--co", "-q")
    assert not (project / ".botex__temp").exists()
