"""When the experimenter looks, at what, and that nobody is disturbed by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_otree import FakeOtree, lab
from study_builder import app, form, project

from botex_pytest.casting import Cast
from botex_pytest.errors import OtreeApiError
from botex_pytest.models.embedded import Embedded
from botex_pytest.planning import plan
from botex_pytest.replays import play_config
from botex_pytest.results import SessionResult
from botex_pytest.study import Study

GAME = project(app(form("First", "a"), form("Second", "b"), form("End"), custom_exports=("custom_export",)))


def played(otree: FakeOtree, folder: Path, **options: object) -> SessionResult:
    equipment = lab(otree, folder, **options)
    (planned,) = plan(otree.info, Study.parse(""), equipment.config)
    return play_config(equipment, planned, Cast([Embedded("random")]))[-1]


def test_three_looks_at_everything(tmp_path: Path) -> None:
    otree = FakeOtree(GAME)
    assert [p.status for p in played(otree, tmp_path).participants] == ["finished", "finished"]
    look = otree.asked[: len(otree.asked) // 3]
    assert otree.asked == look * 3
    assert [path.partition("?")[0].split("/")[1] for path in look[:4]] == [
        "SessionMonitor",
        "SessionData",
        "session_data",
        "SessionPayments",
    ]
    assert [path.partition("&")[0] for path in look[4:]] == [
        "/api/export_wide?session_code=session1",
        "/api/export_app?app=app",
        "/api/export_app_custom?app=app",
        "/api/export_chat?session_code=session1",
        "/api/export_page_times",
    ]


def test_nobody_looks_when_it_is_switched_off(tmp_path: Path) -> None:
    otree = FakeOtree(GAME)
    played(otree, tmp_path, admin_pages=False)
    assert otree.asked == []


def test_old_servers_have_no_exports_by_address(tmp_path: Path) -> None:
    otree = FakeOtree(replace(GAME, otree_version="5.11.5"))
    played(otree, tmp_path)
    assert not any("export" in path for path in otree.asked)


def test_reports_of_all_apps_are_followed(tmp_path: Path) -> None:
    otree = FakeOtree(project(app(form("First", "a"), form("End")), app(form("Last"), name="other")))
    otree.answers["/SessionMonitor/session1"] = (200, '<a href="/AdminReport/session1">')
    otree.answers["/AdminReport/session1"] = (200, '<option selected value="app">app<option value="other">other')
    played(otree, tmp_path)
    assert [path for path in otree.asked if "AdminReport" in path][:2] == [
        "/AdminReport/session1",
        "/AdminReport/session1?app_name=other",
    ]


def test_an_error_page_is_a_finding(tmp_path: Path) -> None:
    otree = FakeOtree(GAME)
    otree.answers["/api/export_app_custom"] = (500, "")
    (finding,) = played(otree, tmp_path).findings
    assert (finding.check, finding.group) == ("admin-page", "broken")


def test_a_closed_admin_is_no_fault_of_the_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    otree = FakeOtree(GAME)

    def closed(_path: str) -> tuple[int, str]:
        raise OtreeApiError.login_failed(otree.url)

    monkeypatch.setattr(otree, "admin_page", closed)
    result = played(otree, tmp_path)
    assert [p.status for p in result.participants] == ["finished", "finished"]
    assert result.findings == ()
    assert result.skipped[0].startswith("the experimenter's pages were not looked at: ")
