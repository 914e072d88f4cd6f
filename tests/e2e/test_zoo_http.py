"""The page zoo without a browser: what HTML tells wholly is played as in Chrome, anything else is left to a browser and said."""

from __future__ import annotations

import pytest
from harness import PROJECTS, Done, copy_of, expectations, run

EXPECTED = {name: entry for name, entry in expectations(PROJECTS / "zoo").items() if not entry.get("slow")}
LIVE = {"advance_by_message", "live_buttons", "live_inputs", "order_book", "reaction_task"}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Done:
    project = copy_of(PROJECTS / "zoo", tmp_path_factory.mktemp("zoo_http") / "zoo")
    return run(project, "--botex-driver=http", "--botex-wait-timeout=6", "--botex-config", ",".join(EXPECTED))


def left_to_a_browser(zoo: Done, config: str) -> bool:
    titles = {f.title for f in zoo.findings(config, "unplayed") if f.check == "needs-skill"}
    return any(" is to be played in a browser: " in title for title in titles)


@pytest.mark.parametrize("config", EXPECTED)
def test_a_config_is_played_as_in_chrome_or_left_to_a_browser(zoo: Done, config: str) -> None:
    entry, (played,) = EXPECTED[config], zoo.plays(config)
    found = {p.status for p in played.result.participants}
    assert found == ({"unplayed"} if left_to_a_browser(zoo, config) else {entry["status"]})
    for row in zoo.stored(entry.get("app", config)) if found == {"finished"} else ():
        assert all(row[name] in allowed for name, allowed in entry.get("stored", {}).items())
        assert [name for name in entry.get("filled", ()) if row[name] in (None, "")] == []
        assert "rule" not in entry or eval(entry["rule"], {}, row), row


def test_live_pages_are_never_called_played(zoo: Done) -> None:
    assert all(left_to_a_browser(zoo, config) for config in LIVE)


def test_most_configs_need_no_browser(zoo: Done) -> None:
    played = [config for config in EXPECTED if not left_to_a_browser(zoo, config)]
    assert len(played) > len(EXPECTED) / 3, played
