"""A small real project to start, and copies of it to break."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.project import Project

TINY = Path(__file__).parents[2] / "projects" / "tiny"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the small project, to change at will, in a folder whose name has a space and an umlaut."""
    return Path(shutil.copytree(TINY, tmp_path / "my stüdy"))


@pytest.fixture
def server(tiny: Path, tmp_path: Path) -> Iterator[OtreeServer]:
    """oTree for `tiny`, not started yet: change the project first."""
    server = OtreeServer(Project.at(tiny), work=tmp_path / "wörk dir")
    yield server
    server.stop()
