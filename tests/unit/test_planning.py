"""Which sessions a run plays, with how many participants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from study_builder import app, form, project

from botex_pytest.config import Config
from botex_pytest.errors import StudyError
from botex_pytest.planning import plan
from botex_pytest.project_info import ConfigInfo, RoomInfo
from botex_pytest.study import Study

PAIR = app(form("Ask", "number"), form("End"), name="pair", rounds=3)
SHORT = app(form("End"), name="short")


def info(**demo):
    """Configs of app `pair` in groups of two, by name and demo number."""
    return project(PAIR, configs=[ConfigInfo(name, "", ("pair",), number, 2) for name, number in demo.items()])


def planned(found, toml="", **options):
    settings = Config.load({f"botex_{k}": v for k, v in options.items()})
    return plan(found, Study.parse(toml), settings)


def numbers(found, toml="", **options):
    return {session.name: session.participants for session in planned(found, toml, **options)}


@pytest.mark.parametrize(("demo", "count"), [(1, 2), (2, 2), (3, 4), (None, 2), (0, 2)])
def test_the_demo_number_is_rounded_up_to_whole_groups(demo, count):
    assert numbers(info(pair=demo)) == {"pair": count}


def test_the_command_line_beats_the_study_file_beats_the_demo_number():
    toml = "[pair]\nparticipants = 6"
    assert numbers(info(pair=2), toml) == {"pair": 6}
    assert numbers(info(pair=2), toml, participants=4) == {"pair": 4}


TYPED = {"model": "min", "seed": "3", "arrivals": "staggered", "labels": "none"}
FILED = '[pair]\nmodel = "max"\nseed = 7\narrivals = "one-by-one"\nlabels = "hex"'


def study_of(settings):
    (session,) = plan(info(pair=2), Study.parse(FILED), settings)
    return session.study


def test_what_was_typed_beats_the_study_file_beats_other_settings():
    typed = study_of(Config.load({f"botex_{name}": value for name, value in TYPED.items()}))
    assert (typed.model, typed.seed, typed.arrivals, typed.labels) == (None, None, None, None)
    for other in (Config.load(), Config.load({}, {f"botex_{name}": value for name, value in TYPED.items()})):
        part = study_of(other)
        assert (part.model, part.seed, part.arrivals, part.labels) == (("max",), 7, "one-by-one", "hex")


@pytest.mark.parametrize(("toml", "options"), [("", {"participants": 3}), ("[pair]\nparticipants = 3", {})])
def test_a_number_that_splits_groups_is_an_error(toml, options):
    with pytest.raises(StudyError, match=r"pair cannot be played by 3 participants\.\nCause: its groups need a multiple of 2"):
        planned(info(pair=2), toml, **options)


def in_room(**room):
    return replace(info(pair=4), rooms=(RoomInfo("lab", "The lab", **room),))


IN_LAB = '[pair]\nroom = "lab"'


def test_one_participant_more_than_the_room_admits_is_an_error():
    room = in_room(labels=("a", "b", "c"))
    assert numbers(room, IN_LAB, participants=2) == {"pair": 2}
    with pytest.raises(StudyError) as caught:
        planned(room, IN_LAB)
    assert str(caught.value) == (
        "pair cannot be played by 4 participants in room 'lab'.\n"
        "Cause: the room's label file admits 3; oTree would turn the others away.\n"
        "To fix this, either:\n"
        "  - play with fewer:          --botex-participants 3\n"
        "  - admit more:               participant_label_file of the room in settings.py\n"
        "  - play outside of the room: take room = ... out of botex.toml"
    )


def test_a_room_without_a_label_file_admits_everybody():
    assert numbers(in_room(), IN_LAB) == {"pair": 4}


def test_a_room_that_nobody_can_enter_is_an_error():
    with pytest.raises(StudyError) as caught:
        planned(in_room(problem="[Errno 2] No such file or directory: '_rooms/lab.txt'"), IN_LAB)
    assert str(caught.value) == (
        "pair is played in room 'lab', which nobody can enter.\n"
        "Cause: its label file cannot be used: [Errno 2] No such file or directory: '_rooms/lab.txt'\n"
        "To fix this, either:\n"
        "  - mend the file:            participant_label_file of the room in settings.py: one label a line\n"
        "  - play outside of the room: take room = ... out of botex.toml"
    )


def test_an_unknown_config_is_an_error_with_a_near_match():
    with pytest.raises(StudyError, match="pair"):
        planned(info(pair=2), config=["piar"])


def test_small_sessions_come_first():
    mixed = project(
        PAIR,
        SHORT,
        configs=[
            ConfigInfo("many", "", ("short",), 8, 1),
            ConfigInfo("long", "", ("pair",), 2, 1),
            ConfigInfo("short", "", ("short",), 2, 1),
        ],
    )
    assert [s.name for s in planned(mixed)] == ["short", "long", "many"]
    assert [s.pages for s in planned(mixed)] == [1, 6, 1]


def test_only_what_was_asked_for():
    assert numbers(info(a=2, b=2), config=["b"]) == {"b": 2}


def test_variants_are_sessions_of_their_own():
    toml = '[pair.variants.high]\nsession = { rate = 2 }\n[pair.variants.low]\nparticipants = 4\n["*"]\nseed = 7'
    found = planned(info(pair=2), toml)
    assert [(s.name, s.config, s.participants, s.study.seed) for s in found] == [
        ("pair[high]", "pair", 2, 7),
        ("pair[low]", "pair", 4, 7),
    ]


def test_large_sessions_are_listed_with_the_command_that_plays_them():
    (large,) = planned(info(pair=24))
    assert (large.large, large.participants) == (True, 24)
    assert (large.command, large.estimate) == ("pytest --botex --botex-config pair --botex-max-participants 24", "under a minute")
    assert [planned(info(pair=2400), driver=name)[0].estimate for name in ("chrome", "http")] == ["about 40 min", "about 4 min"]
    assert not planned(info(pair=24), max_participants=24)[0].large
    assert not planned(info(pair=12))[0].large


def test_whoever_names_config_and_number_means_it():
    assert not planned(info(pair=2), config=["pair"], participants=24)[0].large
    assert planned(info(pair=2), participants=24)[0].large
    assert planned(info(pair=24), config=["pair"])[0].large
