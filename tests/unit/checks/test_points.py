"""What there is to reach in a config, and what a play reached."""

from __future__ import annotations

from dataclasses import replace

from study_builder import Way, app, form, play, project, shown_if, wait

from botex_pytest.checks.conditions import conditions, groupings
from botex_pytest.checks.points import declared_points, met_points, offered_points
from botex_pytest.checks.ways import ways
from botex_pytest.errors import OtreeApiError
from botex_pytest.page import Choice
from botex_pytest.played import Accepted
from botex_pytest.project_info import FieldInfo

SHADE = FieldInfo("shade", "player", "string", choices=(Choice("b", "Blue"), Choice("g", "Green")))
AGREE = FieldInfo("agree", "player", "boolean")
SCALE = FieldInfo("scale", "player", "integer", choices=tuple(Choice(str(n), str(n)) for n in range(20)))
GAME = app(
    form("Ask", SHADE, AGREE, SCALE),
    shown_if("High", "treatment"),
    wait("Meet", conditional=True, condition_names=("treatment",)),
    shown_if("First", "C", "round_number"),
    form("End"),
    roles=("Buyer", "Seller"),
    treatments={"treatment": ("high", "low")},
    columns={"player": {"treatment": "string", "shade": "string", "points": "integer"}, "group": {"price": "currency"}},
)
INFO = project(replace(GAME, group_size=2))


def told(points):
    return [f"{p.kind} {p}" for p in points]


def accepted(way: Way, name: str, offered: dict[str, tuple[str, ...]], **values: str) -> Way:
    visit = way.see(name).played.visits[-1]
    taken = Accepted(visit.step, visit.index, visit.where, 1, values, (), 1.0, chosen=tuple(offered), offered=offered)
    way.played.accepted.append(taken)
    return way


def row(number: int, role: str, treatment: str, **more: str) -> dict[str, str]:
    keys = {"participant.id_in_session": str(number), "subsession.round_number": "1", "group.id_in_subsession": "1"}
    return {**keys, "player.role": role, "player.treatment": treatment, **more}


def test_all_that_an_app_declares():
    assert told(declared_points(INFO, "config")) == [
        "role app: Buyer",
        "role app: Seller",
        "treatment app: treatment = high",
        "treatment app: treatment = low",
        "page app.Ask",
        "field app.Ask: shade",
        "choice app.Ask: shade = b",
        "choice app.Ask: shade = g",
        "field app.Ask: agree",
        "choice app.Ask: agree = yes",
        "choice app.Ask: agree = no",
        "field app.Ask: scale",  # twenty choices are a scale
        "page app.High",
        "branch app.High: shown",
        "branch app.High: skipped",
        "page app.Meet",  # who does not see a wait page may have passed it
        "page app.First",  # in one round, what reads the round only is no branch
        "page app.End",
    ]


def test_a_page_that_depends_on_the_round_is_a_branch_where_there_are_several():
    info = project(app(shown_if("First", "round_number"), form("End"), rounds=2))
    assert "branch app.First: skipped" in told(declared_points(info, "config"))


def test_what_a_script_of_the_page_fills_in_is_reached():
    way = accepted(Way(INFO, 1), "Ask", {"agree": ("on", "")}, agree="on")
    filled = row(1, "Buyer", "low", **{"player.shade": "g", "player.scale": "7"})
    met = told(met_points(play(INFO, way.stop("End"), rows={"app": [filled]})))
    assert {"field app.Ask: scale", "field app.Ask: shade", "choice app.Ask: shade = g"} <= set(met)
    assert "choice app.Ask: scale = 7" not in met


def test_what_one_play_reached():
    first = accepted(Way(INFO, 1), "Ask", {"shade": ("b", "g"), "agree": ("True", "False")}, shade="b", agree="False")
    second = accepted(Way(INFO, 2), "Ask", {"agree": ("on", "")}, shade="", agree="on").see("High")
    rows = {"app": [row(1, "Buyer", "low"), row(2, "Seller", "low")]}
    met = told(met_points(play(INFO, first.stop("End"), second.stop_here("cancelled"), rows=rows)))
    assert sorted(met) == [
        "branch app.High: shown",
        "branch app.High: skipped",
        "choice app.Ask: agree = no",
        "choice app.Ask: agree = yes",
        "choice app.Ask: shade = b",
        "field app.Ask: agree",
        "field app.Ask: shade",
        "page app.Ask",
        "page app.End",
        "page app.High",
        "page app.Meet",
        "role app: Buyer",
        "role app: Seller",
        "treatment app: treatment = low",
    ]


def test_who_has_no_more_pages_has_passed_all_of_them():
    met = told(met_points(play(INFO, Way(INFO, 1).see("Ask").stop_here("finished"))))
    assert met == ["page app.Ask", "page app.Meet", "branch app.High: skipped"]


def test_choices_that_only_the_page_knows_are_there_as_well():
    way = accepted(Way(INFO, 1), "End", {"colour": ("red", "blue"), "newsletter": ("on", "")}, colour="red", newsletter="")
    points = play(INFO, way.stop_here("finished"))
    assert told(offered_points(points)) == [
        "choice app.End: colour = red",
        "choice app.End: colour = blue",
        "choice app.End: newsletter = yes",
        "choice app.End: newsletter = no",
    ]
    assert {"choice app.End: colour = red", "choice app.End: newsletter = no"} <= set(told(met_points(points)))


def test_a_jump_over_the_rest_of_an_app_skips_no_branch():
    jumps = form("Start", chooses_app=True)
    info = project(app(jumps, shown_if("High", "treatment"), form("Rest")), app(form("End"), name="after"))
    assert not any(p.kind == "branch" for p in met_points(play(info, Way(info, 1).see("Start").stop("End"))))
    assert told(met_points(play(info, Way(info, 1).see("Start").see("Rest").stop("End"))))[-1] == "branch app.High: skipped"


# --- what set people apart ---


def test_values_that_code_has_set():
    rows = {
        "app": [row(n, "", "high" if n < 3 else "low", **{"player.shade": "b", "player.points": str(n)}) for n in range(1, 12)]
    }
    met = conditions(play(INFO, rows=rows))
    assert [(c.name, c.value, len(c.participants)) for c in met] == [
        ("app.treatment", "high", 2),
        ("app.treatment", "low", 9),
    ]  # what a form asks for is none; what has many values is a number that was drawn


def test_groups_of_the_rounds_that_were_reached():
    later = [{**row(n, role, "low"), "subsession.round_number": "2"} for n, role in ((1, "Buyer"), (2, "Seller"))]
    rows = {"app": [row(1, "Buyer", "low"), row(2, "Seller", "low"), *later]}
    (group,) = groupings(play(INFO, Way(INFO, 1).stop("Ask"), rows=rows))
    assert (group.app, group.round, group.number, group.members) == ("app", 1, 1, {"1": "Buyer", "2": "Seller"})


def test_an_export_that_otree_refuses_says_nothing():
    def refuse(app: str):
        raise OtreeApiError.refused("export", 500, "zombie")

    refused = play(INFO, Way(INFO, 1).stop("Ask"))
    refused = type(refused)(**{**vars(refused), "rows": refuse})
    assert conditions(refused) == groupings(refused) == ()
    assert told(met_points(refused)) == ["page app.Ask"]


# --- ways ---


def test_the_way_of_whoever_finished_and_what_decided_it():
    players = [Way(INFO, n).see("Ask").see("Meet", "wait").stop("End") for n in (1, 2)]
    rows = {"app": [row(1, "Buyer", "low", **{"player.points": "7"}), row(2, "Seller", "high")]}
    (first,) = ways(play(INFO, *players, rows=rows), [1])
    assert first.pages == ("app.Ask 1", "app.End 1")
    assert first.when == {"app.treatment": "low"}
