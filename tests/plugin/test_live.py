"""--botex-live: while a run lasts, and when it is over, in every way of running pytest."""

from __future__ import annotations

import re

from pytest_runs import RUN_SECONDS, in_the_middle

from botex_pytest.waiting import wait_until


def test_in_the_end_it_leads_to_the_report(mixed):
    page = (mixed.runs[0].parent / "live.html").read_text("utf-8")
    assert 'http-equiv="refresh"' not in page
    assert f'href="{mixed.runs[0].name}/report.html"' in page
    assert "crash_on_submit is broken" in page
    assert "ZeroDivisionError: division by zero" in page
    assert 'pair</span> <span class="soft">play 1:</span> 2 of 2 finished, 8 pages, 0 errors' in page


def test_the_head_says_where_it_is(mixed):
    assert f"botex: to watch the run, open {mixed.runs[0].parent / 'live.html'}" in mixed.output


def test_meanwhile_it_says_who_is_where(project, run, plugin_args):
    seen = []

    def look(child):
        live = project / ".botex__temp" / "live.html"

        def somebody_plays():
            seen.append(live.read_text("utf-8") if live.is_file() else "")
            return child.poll() is not None or '<th scope="row">P2</th><td>pair.' in seen[-1]

        wait_until(somebody_plays, RUN_SECONDS, "the page shows P2 on a page")

    slow = ("--botex-driver", "http", "--botex-time-factor", "0.3")
    ran = run("--botex", "--botex-live", *slow, *plugin_args, while_running=in_the_middle(project, look))
    assert ran.code == 0, ran.output
    assert "<h1>Pair is being played; 0 sessions over.</h1>" in seen[-1]
    assert 'http-equiv="refresh" content="2"' in seen[-1]
    assert re.search(r"<th scope=\"row\">P1</th><td>pair\.\w+</td><td>[\w ;:,]+</td>", seen[-1])


def test_what_plays_nothing_writes_no_page(project, run):
    run("--botex", "--botex-live", "--co", "-q")
    assert not (project / ".botex__temp").exists()
