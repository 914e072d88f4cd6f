from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[1] / "projects" / "tiny"


@pytest.mark.parametrize(
    ("asked", "collected"),
    [
        (["settings.py::pair[rich]::P2"], ["pair[rich]::P2"]),
        (["settings.py::pair[rich]::P2", "settings.py::pair[poor]::session"], ["pair[rich]::P2", "pair[poor]::session"]),
        (["settings.py::pair[rich]"], ["pair[rich]::P1", "pair[rich]::P2", "pair[rich]::session"]),
    ],
)
def test_items_of_a_variant_are_found_by_their_node_ids(tmp_path: Path, asked: list[str], collected: list[str]) -> None:
    project = tmp_path / "project"
    shutil.copytree(TINY, project)
    (project / "botex.toml").write_text("[pair.variants.rich]\nseed = 2\n[pair.variants.poor]\nseed = 3\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--botex",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        *asked,
    ]
    run = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert [line.removeprefix("settings.py::") for line in run.stdout.splitlines() if "::" in line] == collected
