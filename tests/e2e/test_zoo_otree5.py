"""The page zoo on oTree 5, over HTTP and in Chrome where a page needs it: the same verdicts and data as on oTree 6."""

from __future__ import annotations

from typing import Any

import pytest
from harness import PROJECTS, ROOT, Done, copy_of, expectations, run
from zoo_data import agree, sent

PYTHON = ROOT / ".venvs" / "otree5" / "bin" / "python"
EXPECTED = expectations(PROJECTS / "zoo")
STORED = {"stored", "filled", "rule"}
PLAYED = [
    config
    for config, entry in EXPECTED.items()
    if entry["status"] == "finished" and (STORED & set(entry) or entry["participants"] > 1)
]
"""Where oTree has a part: answers are stored, or people wait for one another. What browsers do is the same with any oTree."""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Done:
    if not PYTHON.exists():
        pytest.skip("oTree 5 is not installed: make .venvs/otree5/.installed")
    project = copy_of(PROJECTS / "zoo", tmp_path_factory.mktemp("zoo5") / "zoo")
    configs = [config for config in PLAYED if "otree5" not in EXPECTED[config]]
    options = ("--botex-driver=auto", f"--botex-otree-python={PYTHON}", "--botex-page-timeout=12", "--botex-wait-timeout=6")
    return run(project, *options, "--botex-config", ",".join(configs))


@pytest.fixture(params=PLAYED)
def config(request: pytest.FixtureRequest) -> str:
    if why := EXPECTED[request.param].get("otree5"):
        pytest.skip(f"oTree 5: {why}")
    return str(request.param)


def players(zoo: Done, config: str) -> list[dict[str, Any]]:
    return zoo.stored(EXPECTED[config].get("app", config))


def test_it_is_the_otree_before(zoo: Done) -> None:
    assert zoo.folder.info()["otree_version"].startswith("5.")


def test_everybody_gets_the_verdict_of_otree_6(zoo: Done, config: str) -> None:
    entry = EXPECTED[config]
    people = {f"P{n}": entry["status"] for n in range(1, entry["participants"] + 1)}
    assert zoo.verdicts[config] == {**people, "session": "finished"}


def test_the_data_are_those_of_otree_6(zoo: Done, config: str) -> None:
    entry = EXPECTED[config]
    for row, taken in zip(players(zoo, config), zoo.plays(config)[0].transcripts.values(), strict=True):
        assert all(row[name] in allowed for name, allowed in entry.get("stored", {}).items())
        assert [name for name in entry.get("filled", ()) if row[name] in (None, "")] == []
        assert "rule" not in entry or eval(entry["rule"], {}, row), row
        if STORED & set(entry):
            assert all(name not in row or agree(value, row[name]) for name, value in sent(taken).items())
