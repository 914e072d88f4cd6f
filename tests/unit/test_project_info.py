import json
from dataclasses import replace

import pytest

from botex_pytest.page import Choice
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.project_info import AppInfo, ConfigInfo, FieldInfo, PageInfo, ProjectInfo


def pages(*names: str) -> tuple[PageInfo, ...]:
    return tuple(PageInfo(name) for name in names)


FIELD = FieldInfo("offer", "player", "integer", min=0, max=10, choices=(Choice("1", "one"),))
INFO = ProjectInfo(
    otree_version="6.0.15",
    language="en",
    currency="EUR",
    use_points=True,
    points_name="points",
    points_decimals=0,
    participant_fields=("treatment",),
    session_fields=(),
    configs=(ConfigInfo("both", "Both", ("intro", "game"), 2, 2, {"fee": 1.5}), ConfigInfo("short", "Short", ("game",), None, 2)),
    apps=(
        AppInfo("intro", "intro", None, 1, "intro", (PageInfo("Welcome", fields=(FIELD,)),)),
        AppInfo("game", "g", 2, 3, "game", pages("Offer", "Wait")),
    ),
)


@pytest.mark.parametrize(
    ("config", "index", "expected"),
    [
        ("both", 1, ("intro", 1, "Welcome")),
        ("both", 2, ("game", 1, "Offer")),
        ("both", 3, ("game", 1, "Wait")),
        ("both", 4, ("game", 2, "Offer")),
        ("both", 7, ("game", 3, "Wait")),
        ("short", 1, ("game", 1, "Offer")),
    ],
)
def test_an_index_counts_over_apps_rounds_and_pages(config: str, index: int, expected: tuple[str, int, str]) -> None:
    found = INFO.page_at(config, index)
    assert (found.app.name, found.round, found.page.name) == expected


def test_the_last_index() -> None:
    assert (INFO.max_index("both"), INFO.max_index("short")) == (7, 6)


@pytest.mark.parametrize("index", [0, -1, 8])
def test_an_index_outside(index: int) -> None:
    with pytest.raises(IndexError, match="both has 7 pages"):
        INFO.page_at("both", index)


def test_an_unknown_config() -> None:
    with pytest.raises(KeyError):
        INFO.max_index("neither")


def test_it_survives_the_way_to_a_worker() -> None:
    assert from_plain(ProjectInfo, json.loads(json.dumps(to_plain(INFO)))) == INFO


def test_pages_with_a_timer_are_those_of_the_config():
    timed = (PageInfo("Timed", timeout=60.0), PageInfo("Chosen", has_timeout_function=True), PageInfo("Free"))
    info = replace(INFO, apps=(replace(INFO.apps[0], pages=timed), INFO.apps[1]))
    assert [page.name for page in info.timed_pages("both")] == ["Timed", "Chosen"]
    assert info.timed_pages("short") == []
