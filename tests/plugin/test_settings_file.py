"""settings.py belongs to oTree: this process never imports it, whatever it is asked to collect."""

from __future__ import annotations

import json

import pytest
from pytest_runs import NO_CHROME

WITNESS = """
import json, os, sys
with open({path!r}, "a") as witness:
    witness.write(json.dumps({{"pytest": "_pytest" in sys.modules, "command": sys.argv}}) + "\\n")
"""


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["settings.py"],
        ["settings.py::pair::P1"],
        ["--doctest-modules"],
        ["--doctest-modules", "settings.py"],
        ["-o", "python_files=*.py"],
        ["-o", "python_files=*.py", "--doctest-modules", "--import-mode=importlib", "settings.py"],
        ["-n", "2", "--setup-plan"],
    ],
    ids=lambda args: " ".join(args) or "no argument",
)
def test_only_otree_imports_it(project, run, tmp_path, args):
    witness = tmp_path / "imports.jsonl"
    with (project / "settings.py").open("a") as settings:
        settings.write(WITNESS.format(path=str(witness)))
    collected = run("--botex", *([] if "-n" in args else ["--co"]), *NO_CHROME, *args)
    assert collected.code == 0, collected.output
    imports = [json.loads(line) for line in witness.read_text().splitlines()]
    assert len(imports) == 1, "oTree is asked once a run"
    assert not imports[0]["pytest"], imports
