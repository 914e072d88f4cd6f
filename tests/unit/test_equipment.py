"""The settings reach the parts that they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from botex_pytest.config import Config
from botex_pytest.equipment import make_browser, make_server
from botex_pytest.run import Run

PROJECT = Path(__file__).parents[1] / "projects" / "tiny"


def test_the_size_of_pages(tmp_path: Path) -> None:
    config = Config.load({"botex_window": "390x844", "botex_runs_dir": str(tmp_path)})
    assert vars(make_browser(Run(config, PROJECT, PROJECT)))["_window"] == (390, 844)


def test_the_password_of_a_server_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTREE_ADMIN_PASSWORD", "of the server")
    config = Config.load({"botex_otree_url": "http://127.0.0.1:8000", "botex_runs_dir": str(tmp_path)})
    assert make_server(Run(config, PROJECT, PROJECT)).admin_password == "of the server"
