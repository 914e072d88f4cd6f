"""The settings reach the parts that they are for."""

from __future__ import annotations

from pathlib import Path

from botex_pytest.config import Config
from botex_pytest.equipment import make_browser
from botex_pytest.run import Run

PROJECT = Path(__file__).parents[1] / "projects" / "tiny"


def test_the_size_of_pages(tmp_path: Path) -> None:
    config = Config.load({"botex_window": "390x844", "botex_runs_dir": str(tmp_path)})
    assert vars(make_browser(Run(config, PROJECT, PROJECT)))["_window"] == (390, 844)
