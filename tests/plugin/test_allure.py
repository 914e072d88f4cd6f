"""`--alluredir` where not all is as usual; what a run usually tells Allure is among the verdicts."""

from __future__ import annotations

from allure_results import labels, read_results
from pytest_runs import NO_CHROME

NO_ALLURE = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("allure", "allure_commons", "allure_pytest"):
            raise ImportError("allure-pytest is not installed")

sys.meta_path.insert(0, Blocked())
"""


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
