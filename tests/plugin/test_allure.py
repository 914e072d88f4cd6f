"""`--alluredir`, read back by Allure's own model: plain, with workers, without xdist; and pytest without Allure."""

from __future__ import annotations

from allure_results import everything, labels, read_results
from pytest_runs import NO_CHROME

NO_ALLURE = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("allure", "allure_commons", "allure_pytest"):
            raise ImportError("allure-pytest is not installed")

sys.meta_path.insert(0, Blocked())
"""


def test_every_item_is_a_result_with_its_verdict(mixed):
    found = read_results(mixed.project / "allure-results")
    told = {name: (result.status, *labels(result, "tag")) for name, result in found.items()}
    assert told == {
        "pair P1": ("passed", "finished"),
        "pair P2": ("passed", "finished"),
        "pair session": ("passed", "finished"),
        "crash_on_submit P1": ("failed", "broken"),
        "crash_on_submit session": ("passed", "finished"),
        "impossible_bounds P1": ("broken", "unplayed"),
        "impossible_bounds P2": ("passed", "finished"),
        "impossible_bounds session": ("passed", "finished"),
        "partner_screened_out P1": ("broken", "unplayed"),
        "partner_screened_out P2": ("skipped", "blocked"),
        "partner_screened_out session": ("passed", "finished"),
    }


def test_steps_parameters_and_pictures_are_those_of_the_transcript(mixed):
    found = read_results(mixed.project / "allure-results")
    for number in (1, 2):
        result, events = found[f"pair P{number}"], mixed.events("pair-1", number)
        seen = [event for event in events if event["type"] == "PageSeen"]
        assert len(result.steps) == len(seen)
        given = [str(event["values"]["number"]) for event in events if event["type"] == "Answered" and event["values"]]
        assert [p.value for step in result.steps for p in step.parameters] == given
        shots = [event for event in seen if event["shot"]]
        assert sum(a.type == "image/webp" for part in everything(result) for a in part.attachments) == len(shots)
        assert [a.name for a in result.attachments] == ["transcript"]
        told = {p.name: p.value for p in result.parameters}
        assert told["session"] == mixed.properties(f"pair::P{number}")["botex_session"]
        assert told["participant"] == mixed.properties(f"pair::P{number}")["botex_participant"]


def test_labels_and_suites(mixed):
    result = read_results(mixed.project / "allure-results")["pair P1"]
    assert [labels(result, name) for name in ("config", "app", "model")] == [["pair"], ["pair"], ["random"]]
    assert [labels(result, name) for name in ("parentSuite", "suite", "subSuite")] == [["study"], ["sessions"], ["pair"]]


def test_a_run_told_again_has_the_same_items_with_the_same_history(mixed, tmp_path):
    from botex_pytest.report.again import Again
    from botex_pytest.run_folder import RunFolder

    live = read_results(mixed.project / "allure-results")
    again = read_results(Again(RunFolder.open(mixed.runs[0])).allure(tmp_path / "again"))
    for result in (live, again):
        assert len({r.historyId for r in result.values()}) == len(result)
    assert {name: (r.historyId, r.status, len(r.steps)) for name, r in again.items()} == {
        name: (r.historyId, r.status, len(r.steps)) for name, r in live.items()
    }


def test_what_is_to_be_removed_is_told_nowhere(project, run, plugin_args):
    ran = run(
        "--botex", "-v", "--botex-driver", "http", "--botex-redact", "labels", "--alluredir", "allure-results", *plugin_args
    )
    assert ran.code == 0, ran.output
    results = project / "allure-results"
    read_results(results)
    said = [
        path.read_text("utf-8")
        for path in (*results.iterdir(), project / "junit.xml")
        if path.suffix in (".json", ".txt", ".xml")
    ]
    people = ran.results()["pair-1"]["participants"]
    for person in people:
        assert person["label"]
        assert not [text for text in (*said, ran.output) if person["label"] in text]
    assert any(people[0]["code"] in text for text in said)


def test_infrastructure_is_not_what_allure_calls_failed(project, run):
    ran = run("--botex", "--alluredir", "allure-results", *NO_CHROME)
    assert set(ran.verdicts().values()) == {"error"}
    found = read_results(project / "allure-results").values()
    assert {result.status for result in found} == {"broken"}
    assert {tag for result in found for tag in labels(result, "tag")} == {"infrastructure"}


def test_allure_is_not_needed(project, run, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(NO_ALLURE)
    ran = run("--botex", "--botex-driver", "http", "-p", "no:allure_pytest", PYTHONPATH=str(tmp_path))
    assert ran.code == 0, ran.output
    assert not (project / "allure-results").exists()
