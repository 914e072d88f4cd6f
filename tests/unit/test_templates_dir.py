from __future__ import annotations

from pathlib import Path

import pytest

from botex_pytest.errors import BotexError
from botex_pytest.templates_dir import templates_dir


def test_templates_of_this_checkout_are_found() -> None:
    assert (templates_dir("report") / "report.html").is_file()


def test_those_inside_the_package_come_first(tmp_path: Path) -> None:
    package = tmp_path / "botex_pytest"
    beside, inside = tmp_path / "templates" / "report", package / "templates" / "report"
    beside.mkdir(parents=True)
    package.mkdir()
    assert templates_dir("report", package) == beside
    inside.mkdir(parents=True)
    assert templates_dir("report", package) == inside


def test_a_broken_installation_is_named(tmp_path: Path) -> None:
    with pytest.raises(BotexError) as error:
        templates_dir("report", tmp_path / "botex_pytest")
    assert "templates are missing" in str(error.value)
    assert str(tmp_path / "templates" / "report") in str(error.value)
    assert "pip install --force-reinstall" in str(error.value)
