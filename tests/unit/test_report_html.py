from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from run_builder import (
    HOSTILE,
    RunFolder,
    SessionBuilder,
    faulty_run,
    form_run,
    healthy_run,
    hostile_run,
    killed_run,
    new_run,
    page,
    person,
    picture,
)

from botex_pytest.errors import RunFolderError
from botex_pytest.page import BrowserEvent
from botex_pytest.records import Step
from botex_pytest.redact import Redactor
from botex_pytest.report.data import report_data
from botex_pytest.report.html import embed, write_report
from botex_pytest.report.shots import Shots
from botex_pytest.report.timeline import page_rounds, timeline
from botex_pytest.results import Finding
from botex_pytest.transcript import Advanced, PageSeen

ROOT = Path(__file__).resolve().parents[2]
RUNS = (healthy_run, faulty_run, form_run, killed_run, hostile_run)


class Elements(HTMLParser):
    """Counts start tags and keeps the content of scripts, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[str] = []
        self.policy = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        assert not any(name.startswith("on") for name in given)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script" and data.strip():
            self.scripts.append(data)


def data_of(html: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Elements(html).scripts[0])
    return data


@pytest.mark.parametrize("build", RUNS, ids=lambda f: f.__name__)
def test_every_run_becomes_one_file_that_asks_nothing_of_the_network(tmp_path: Path, build: Any) -> None:
    html = write_report(build(tmp_path).path).read_text(encoding="utf-8")
    elements = Elements(html)
    assert [t for t in elements.tags if t in ("img", "iframe", "object", "base", "form")] == []
    assert elements.tags.count("script") == 2
    assert elements.tags.count("link") == 1  # the empty icon
    assert "default-src 'none'" in elements.policy
    assert data_of(html)["run"]["name"] == "run-0001"


def test_the_policy_names_the_script_by_its_hash(tmp_path: Path) -> None:
    elements = Elements(write_report(healthy_run(tmp_path).path).read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(elements.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in elements.policy


def test_hostile_text_is_kept_as_text(tmp_path: Path) -> None:
    html = write_report(hostile_run(tmp_path).path).read_text(encoding="utf-8")
    assert "<img" not in html
    assert data_of(html)["causes"][0]["title"] == HOSTILE


def test_embedded_json_has_nothing_a_parser_could_trip_over() -> None:
    text = embed({"a": "</script><!--&\u2028\u2029\ud800"})
    assert re.search("[<>&\u2028\u2029\ud800]", text) is None
    assert json.loads(text) == {"a": "</script><!--&\u2028\u2029\ud800"}


def test_one_card_per_cause_with_all_who_met_it(tmp_path: Path) -> None:
    causes = report_data(faulty_run(tmp_path))["causes"]
    assert [(c["group"], c["check"], c["who"]) for c in causes] == [
        ("broken", "server-error", "public_goods[high] P2; public_goods[low] P2"),
        ("broken", "script-error", "public_goods[high] P1, P2, P3; public_goods[low] P1, P2, P3"),
        ("unplayed", "needs-answer", "survey P1"),
        ("review", "hidden-text", "survey P1"),
    ]
    assert causes[0]["link"] == "s1/P2/4"
    assert causes[0]["blocked"] == "public_goods[high] P1, P3; public_goods[low] P1, P3"
    assert causes[0]["reproduce"].endswith("::P2' --botex-seed 1 --botex-participants 3 --botex-headed")
    assert causes[0]["answer"] == [{"name": "contribution", "value": "0"}]


def test_the_first_screen_has_sentences_and_counts(tmp_path: Path) -> None:
    data = report_data(faulty_run(tmp_path))
    assert data["headline"] == "2 of 4 session configs are broken, survey could not be played; trust was played to the end."
    assert [(c["name"], c["verdict"]) for c in data["configs"]] == [
        ("public_goods[high]", "broken"),
        ("public_goods[low]", "broken"),
        ("survey", "unplayed"),
        ("trust", "played"),
    ]
    assert [(c["count"], c["words"]) for c in data["counts"]] == [
        (2, "broken"),
        (1, "could not be played"),
        (1, "to review"),
        (2, "of 9 finished"),
        (8, "skipped or not tested"),
    ]


def test_the_first_screen_says_what_is_wrong_with_each_config(tmp_path: Path) -> None:
    high, low, survey, trust = report_data(faulty_run(tmp_path))["configs"]
    assert [c["id"] for c in high["causes"]] == [c["id"] for c in low["causes"]] == ["c1", "c2"]
    assert [c["group"] for c in survey["causes"]] == ["unplayed", "review"]
    assert trust["causes"] == []


def test_an_end_that_nobody_got_past_is_one_cause(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    known = {"check": "early-end", "config": "survey", "where": "survey.Out", "participants": (1,)}
    past = Finding(group="unplayed", title="nobody got past survey.Out", key="nobody-past|survey.Out", **known)
    review = Finding(group="review", title="survey.Out ends the study early", key="early-end|survey.Out", **known)
    people = [person(1, "early-end"), person(2, "blocked", finding="early-end|survey.Out")]
    SessionBuilder(run, "survey", 2).result(people, findings=(review, past))
    [cause] = report_data(run)["causes"]
    assert (cause["group"], cause["blocked"]) == ("unplayed", "survey P2")


def test_a_colon_in_a_name_does_not_split_the_sentence(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    SessionBuilder(run, "trust: framed", 1).result([person(1)])
    [config] = report_data(run)["configs"]
    assert (config["name"], config["sentence"]) == ("trust: framed", "1 of 1 finished, 7 pages, 0 errors")


def test_gaps_are_told(tmp_path: Path) -> None:
    gaps = {gap["title"]: [item["text"] for item in gap["items"]] for gap in report_data(faulty_run(tmp_path))["gaps"]}
    assert gaps["Not played"] == ["market (16 participants, about 4 min)"]
    assert gaps["Not checked"] == [
        "Forms were not tried with wrong answers.",
        "Narrow screens were not tried.",
    ]
    assert gaps["Skipped"] == ["survey: The experimenter's page survey.Start was advanced."]
    assert "survey: survey.Demographics" in gaps["Pages nobody saw"]


def test_endings_have_the_line_that_declares_them(tmp_path: Path) -> None:
    survey, trust = report_data(faulty_run(tmp_path))["endings"]
    [row] = survey["rows"]
    assert (row["where"], row["undeclared"], row["who"], row["payoff"]) == ("survey.ScreenOut", True, "P1", "0 points")
    assert survey["lines"] == '[survey]\nends = ["survey.ScreenOut"]'
    assert trust["lines"] == ""


def test_a_step_shows_question_answer_refusal_and_round(tmp_path: Path) -> None:
    step = report_data(faulty_run(tmp_path))["sessions"][0]["participants"][0]["steps"][0]
    assert (step["where"], step["round"]) == ("public_goods.Contribute", "round 1 of 3")
    first, second = step["tries"]
    assert first["answers"][0] | {"reason": ""} == {
        **{"name": "contribution", "label": "How much do you contribute to the project?", "value": "25"},
        **{"meaning": "", "reason": "", "source": ""},
    }
    assert (first["outcome"], first["messages"]) == ("refused by the server", ["contribution: Please give at most 20."])
    assert (second["outcome"], second["accepted"]) == ("accepted", True)
    assert [n["kind"] for n in step["noticed"]] == ["Script error"]


def test_a_step_shows_how_it_was_left_for_somebody_and_what_rests_on_that(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "survey", 1)
    quiz, after = page("survey", "Quiz", 1), "P1 was moved past survey.Quiz without an answer"
    session.add(1, PageSeen(1, quiz), Advanced(1, "survey.Quiz", "unplayed", "every answer was refused"))
    session.add(1, PageSeen(2, quiz, after=after))
    session.result([person(1, "unplayed", advanced=1)])
    (told,) = report_data(run)["sessions"][0]["participants"]
    assert "1 left by oTree's advance" in told["facts"]
    assert [(s["advanced"], s["after"]) for s in told["steps"]] == [
        ("without an answer: every answer was refused", ""),
        ("", after),
    ]


def test_a_choice_is_shown_by_its_label(tmp_path: Path) -> None:
    consent = report_data(faulty_run(tmp_path))["sessions"][2]["participants"][0]["steps"][0]
    answer = consent["tries"][0]["answers"][0]
    assert (answer["value"], answer["meaning"]) == ("False", "No")


def test_messages_are_shown_apart_without_oTrees_envelope() -> None:  # noqa: N802 - its name is written so
    events = (
        BrowserEvent("live-sent", '{"bid":5}'),
        BrowserEvent("live-received", '{"otree_success": true, "live_method_payload": {"best": "<é>"}}'),
        BrowserEvent("live-received", '{"otree_success": true, "live_method_payl... (9999 characters)'),
        BrowserEvent("chat-sent", '{"body":"Hello"}'),
        BrowserEvent("dialog", "alert: Hello"),
    )
    (shown,) = timeline((Step(1, noticed=events),), "", {}, Shots(Path()))
    assert [(m["sent"], m["chat"], m["text"]) for m in shown["messages"]] == [
        (True, False, '{"bid":5}'),
        (False, False, '{"best": "<é>"}'),
        (False, False, events[2].text),
        (True, True, '{"body":"Hello"}'),
    ]
    assert [n["kind"] for n in shown["noticed"]] == ["Dialog"]


def test_rounds_come_from_the_order_of_apps_and_are_left_out_where_unknown() -> None:
    pages = [{"name": "A"}, {"name": "B"}]
    info = {"configs": [{"name": "x", "apps": ["one", "two"]}], "apps": [{"name": "one", "rounds": 1, "pages": pages[:1]}]}
    info["apps"].append({"name": "two", "rounds": 2, "pages": pages})
    assert page_rounds(info, "x") == {1: ("A", 1, 1), 2: ("A", 1, 2), 3: ("B", 1, 2), 4: ("A", 2, 2), 5: ("B", 2, 2)}
    assert page_rounds({}, "x") == {}


def test_pictures_are_inlined_up_to_the_limit_evidence_first(tmp_path: Path) -> None:
    run = faulty_run(tmp_path)
    one = (len(picture()) + 50) * 4 // 3
    shots = report_data(run, shots_limit=one * 2)["shots"]
    assert [bool(s["data"]) for s in shots[:3]] == [True, True, False]
    assert shots[0]["file"] == "sessions/public_goods-high-1/shots/P2-4.png"
    assert base64.b64decode(shots[0]["data"].partition(",")[2]).startswith(picture())
    assert all((run.path / s["file"]).is_file() for s in shots)


def test_pages_that_look_alike_share_a_picture(tmp_path: Path) -> None:
    for name, content in (("a.png", b"1"), ("b.png", b"2"), ("c.png", b"1")):
        (tmp_path / name).write_bytes(content)
    shots = Shots(tmp_path)
    assert [shots.add("", name) for name in ("a.png", "b.png", "c.png", "a.png")] == [0, 1, 0, 0]
    assert [entry["file"] for entry in shots.table()] == ["a.png", "b.png"]


def test_pictures_outside_the_run_folder_are_not_read(tmp_path: Path) -> None:
    from botex_pytest.report.shots import Shots

    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "run").mkdir()
    shots = Shots(tmp_path / "run")
    assert [shots.add("s", "../../secret.png"), shots.add("s", "missing.png"), shots.add("s", "")] == [-1, -1, -1]


def test_a_killed_run_says_so(tmp_path: Path) -> None:
    data = report_data(killed_run(tmp_path))
    assert data["headline"] == "trust could not be judged. The run was interrupted."
    assert data["run"]["interrupted"] is True
    assert data["sessions"][0]["notes"] == ["interrupted"]
    assert [p["status"] for p in data["sessions"][0]["participants"]] == ["finished", "infrastructure", "infrastructure"]


def test_a_run_killed_before_anything_was_played_has_a_report(tmp_path: Path) -> None:
    run = RunFolder.new(tmp_path)
    run.write_info({})
    data = data_of(write_report(run.path).read_text(encoding="utf-8"))
    assert data["headline"] == "The run was interrupted before anything was played."


def test_secrets_do_not_reach_the_report(tmp_path: Path) -> None:
    html = write_report(healthy_run(tmp_path).path, Redactor(["tripled"], environ={})).read_text(encoding="utf-8")
    assert "tripled" not in html


def test_there_is_no_report_on_what_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError):
        write_report(tmp_path)


def interpreters_with_jinja() -> dict[str, Path]:
    """Jinja2 version -> an interpreter that has it: this one, those in .venvs/, those in BOTEX_TEST_PYTHONS."""
    named = [Path(p) for p in os.environ.get("BOTEX_TEST_PYTHONS", "").split(os.pathsep) if p]
    found: dict[str, Path] = {}
    for python in (Path(sys.executable), *sorted(ROOT.glob(".venvs/*/bin/python")), *named):
        command = [python, "-W", "ignore", "-c", "import jinja2; print(jinja2.__version__)"]
        asked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if asked.returncode == 0:
            found.setdefault(".".join(asked.stdout.split(".")[:2]), python)
    return found


def test_all_jinja_versions_render_the_same_page(tmp_path: Path) -> None:
    pythons = interpreters_with_jinja()
    if len(pythons) < 2:
        pytest.skip(
            "only one version of Jinja2 at hand: name interpreters in BOTEX_TEST_PYTHONS, or put environments into .venvs/"
        )
    run = hostile_run(tmp_path)
    code = "import pathlib, sys; from botex_pytest.report.html import write_report; write_report(pathlib.Path(sys.argv[1]))"
    pages = {}
    for version, python in pythons.items():
        subprocess.run(
            [python, "-W", "error", "-c", code, run.path], check=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        pages[version] = run.report.read_text(encoding="utf-8")
    assert len(set(pages.values())) == 1, list(pages)


def test_forms_are_tables_of_fields_by_what_was_tried(tmp_path: Path) -> None:
    sent, back = report_data(form_run(tmp_path))["forms"]
    assert (sent["name"], sent["kinds"], sent["facts"][:2]) == (
        "trust.Send",
        ["above", "left empty"],
        ["as P1 of trust", "2 answers"],
    )
    rows = {
        row["field"]: [cell and (cell["value"], cell["group"], cell["sides"]) for cell in row["cells"]] for row in sent["rows"]
    }
    crashed = ("(empty)", "broken", ["browser sends", "server takes", "crash later"])
    assert rows == {
        "extra": [None, crashed],
        "note": [None, crashed],
        "sent": [("101", "played", ["browser stops", "server refuses"]), None],
    }
    assert back["rows"][0]["cells"][0]["group"] == "review"
    assert sent["rows"][2]["cells"][0]["said"] == "Value must be less than or equal to 100."


def test_forms_are_no_sessions_and_their_causes_lead_to_their_tables(tmp_path: Path) -> None:
    data = report_data(form_run(tmp_path))
    assert [s["name"] for s in data["sessions"]] == ["trust"]
    assert {c["link"] for c in data["causes"]} == {form["id"] for form in data["forms"]}
    assert [c["name"] for c in data["configs"]] == ["trust", "forms::trust.Send", "forms::trust.SendBack"]
    command = "pytest --botex settings.py::forms::trust.Send --botex-seed 1 --botex-forms"
    assert data["causes"][0]["reproduce"] == command
