"""Results for Allure, and JUnit's file, made again from run folders."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET

import pytest
from allure_results import everything, labels, read_results
from run_builder import HOSTILE, SessionBuilder, faulty_run, form_run, healthy_run, hostile_run, killed_run, new_run, page, person

from botex_pytest.cli.main import main
from botex_pytest.errors import RunFolderError
from botex_pytest.report.again import Again
from botex_pytest.results import Finding, ParticipantResult
from botex_pytest.transcript import Acted, Advanced


def allure(run, *hidden):
    return read_results(Again(run, hidden).allure(run.path.parent / "allure"))


def test_a_participant_is_a_test_with_a_step_for_each_page(tmp_path):
    found = allure(healthy_run(tmp_path))
    assert set(found) == {f"{config} {who}" for config in ("trust", "trust_framed") for who in ("P1", "P2", "session")}
    p1 = found["trust P1"]
    assert (p1.status, p1.fullName, p1.titlePath) == ("passed", "settings.trust#P1", ["settings.py", "trust"])
    assert [s.name for s in p1.steps] == ["trust.Send", "trust.SendBackWait, wait page", "trust.Results", "trust.End, end"]
    assert [(p.name, p.value) for p in p1.steps[0].parameters] == [("sent", "40")]
    assert [s.name for s in p1.steps[1].steps] == ["waited 3.4 s"]
    assert all(s.start <= s.stop and s.attachments[0].type == "image/png" for s in p1.steps)


def test_labels_suites_and_parameters(tmp_path):
    p1 = allure(healthy_run(tmp_path))["trust P1"]
    known = {"config": ["trust"], "app": ["trust"], "model": ["random"], "tag": ["finished"], "feature": ["trust"]}
    known |= {"parentSuite": ["lab_2026"], "suite": ["sessions"], "subSuite": ["trust"]}
    assert {name: labels(p1, name) for name in known} == known
    told = {p.name: p.value for p in p1.parameters}
    assert (
        told.items() >= {"session": "k3x9p2aq", "participant": "code1", "seed": "1", "pages": "7", "payoff": "85 points"}.items()
    )


def test_a_history_hangs_on_the_items_name_alone(tmp_path):
    first = allure(healthy_run(tmp_path / "a"))
    run = new_run(tmp_path / "b", seed=7, model="gpt-4o-mini")
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1), {})
    session.result([ParticipantResult(1, "other", "", "broken")])
    again = allure(run)
    assert again["trust P1"].historyId == first["trust P1"].historyId
    assert len({r.historyId for r in first.values()}) == len(first)
    assert all(p.excluded for r in first.values() for p in r.parameters)


def test_what_is_flaky_has_allures_mark_and_its_count_in_junit(tmp_path):
    run = new_run(tmp_path)
    crash = Finding("server-error", "broken", "An error", "trust", "key", (1,))
    for repeat, findings in ((1, ()), (2, (crash,))):
        SessionBuilder(run, "trust", 1).result([person(1)], repeat=repeat, findings=findings)
    p1 = allure(run)["trust P1"]
    assert (p1.status, p1.statusDetails.flaky, labels(p1, "tag")) == ("failed", True, ["flaky"])
    assert p1.statusDetails.message == "1 of 2 plays passed, 1 failed."
    told = ET.parse(Again(run).junit(tmp_path / "junit.xml")).iter("property")
    assert {p.attrib["value"] for p in told if p.attrib["name"] == "botex_passed"} == {"1 of 2", "2 of 2"}


def test_the_transcript_can_be_read(tmp_path):
    run = healthy_run(tmp_path)
    (attached,) = allure(run)["trust P1"].attachments
    text = (tmp_path / "allure" / attached.source).read_text("utf-8")
    assert attached.type == "text/plain"
    assert text.startswith("1. trust.Send\n    | You and your partner\n")
    assert "    sent = 40, because: drawn at random from what the field allows\n    -> accepted, by Next\n" in text
    assert "    waited 3.4 s" in text


def test_what_failed_is_told_at_its_page_and_in_allures_words(tmp_path):
    found = allure(faulty_run(tmp_path))
    broken = found["public_goods[high] P2"]
    assert (broken.status, labels(broken, "tag")) == ("failed", ["broken"])
    (step,) = [s for s in broken.steps if s.name.startswith("public_goods.Results")]
    assert (step.status, "ZeroDivisionError" in step.statusDetails.trace) == ("failed", True)
    assert found["public_goods[high] P1"].status == "failed"  # a script error of its own, besides
    quiz = found["survey P1"]
    assert (quiz.status, labels(quiz, "tag")) == ("broken", ["unplayed"])
    assert [(s.name, s.status) for s in quiz.steps] == [("play 1", "passed"), ("play 2", "broken")]
    assert found["trust P1"].status == "passed"


def test_the_session_tells_what_belongs_to_nobody_and_what_is_to_review(tmp_path):
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1), {})
    own = Finding("export", "broken", "The export fails", "trust", "export", detail="Traceback")
    theirs = Finding("server-error", "broken", "P1 is stuck", "trust", "k", (1,))
    review = Finding("early-end", "review", "ends early", "trust", "e", (1,), "trust.Out")
    session.result([person(1, "broken", finding="k")], findings=(own, theirs, review))
    found = allure(run)["trust session"]
    assert (found.status, found.steps[0].status) == ("failed", "failed")
    assert [(s.name, s.status) for s in found.steps[0].steps] == [
        ("The export fails", "failed"),
        ("trust.Out: ends early", "passed"),
    ]


def test_refused_answers_and_what_was_done_otherwise_are_steps_of_their_page(tmp_path):
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1), {"sent": "101"}, outcome="rejected")
    session.answer(1, {"sent": "40"}, attempt=2)
    session.add(1, Acted(1, "pressed Play"), Advanced(1, "trust.Send", "timer", "it has a timer"))
    session.result([person(1)])
    (step,) = allure(run)["trust P1"].steps
    assert [s.name for s in step.steps] == [
        "answer 1: sent = 101: refused by the server",
        "answer 2: sent = 40: accepted",
        "pressed Play",
        "instead of waiting: it has a timer",
    ]
    assert [p.value for p in step.parameters] == ["40"]


def test_a_killed_run_has_what_was_played(tmp_path):
    found = allure(killed_run(tmp_path))
    assert {name: result.status for name, result in found.items()} == {
        **{"trust P1": "broken", "trust P2": "broken", "trust P3": "broken", "trust session": "broken"}
    }
    assert found["trust P2"].steps[0].name == "trust.Send"


def test_forms_are_tests_of_their_page(tmp_path):
    found = allure(form_run(tmp_path))
    assert (found["forms::trust.Send"].status, found["forms::trust.Send"].fullName) == ("failed", "settings.forms#trust.Send")
    assert found["forms::trust.SendBack"].status == "passed"
    assert labels(found["forms::trust.Send"], "suite") == ["forms"]


def test_anything_can_be_said_on_a_page(tmp_path):
    run = hostile_run(tmp_path)
    assert any(HOSTILE[:9] in step.name for result in allure(run).values() for step in everything(result))
    junit = ET.parse(Again(run).junit(tmp_path / "junit.xml"))
    assert any("</script>" in (failure.text or "") for failure in junit.iter("failure"))


def test_what_is_to_be_removed_is_in_no_result(tmp_path):
    run = healthy_run(tmp_path)
    allure(run, "sent")
    said = "".join(path.read_text("utf-8") for path in (tmp_path / "allure").iterdir() if path.suffix in (".json", ".txt"))
    assert '"40"' not in said
    assert "= 40" not in said
    assert "5f0c1e" not in said
    assert "[removed]" in said


def test_what_befell_somebody_at_some_times_only_is_flaky(tmp_path):
    run = new_run(tmp_path)
    for repeat, status in ((1, "finished"), (2, "broken")):
        session = SessionBuilder(run, "trust", 1)
        session.visit(1, page("trust", "Send", 1), {})
        finding = Finding("server-error", "broken", "an error page", "trust", "k", (1,), "trust.Send")
        session.result([person(1, status, finding="k")], findings=(finding,) * (status == "broken"), repeat=repeat)
    p1 = allure(run)["trust P1"]
    assert (p1.status, p1.statusDetails.flaky, labels(p1, "tag")) == ("failed", True, ["flaky"])
    assert [step.status for step in p1.steps] == ["passed", "failed"]
    told = {
        p.get("value") for p in ET.parse(Again(run).junit(tmp_path / "j.xml")).iter("property") if p.get("name") == "botex_passed"
    }
    assert told == {"1 of 2", "2 of 2"}


def test_tests_of_the_users_are_left_out(tmp_path):
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    session.result([person(1)], test="test_lab.py::test_pays")
    assert allure(run) == {}


def test_allures_environment_is_written_once(tmp_path):
    run = healthy_run(tmp_path)
    allure(run)
    file = tmp_path / "allure" / "environment.properties"
    assert file.read_text() == "oTree=6.0.15\nbotex=0.1.0\nmodel=random\nseed=1\n"
    file.write_text("theirs=1\n")
    allure_again = Again(run).allure(tmp_path / "allure")
    assert (allure_again / "environment.properties").read_text() == "theirs=1\n"


def test_without_allure_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "allure_commons", None)
    with pytest.raises(RunFolderError) as caught:
        allure(healthy_run(tmp_path))
    assert str(caught.value).splitlines() == [
        "Results for Allure cannot be written.",
        f"Cause: allure-pytest is not installed for {sys.executable}.",
        "To fix this:",
        f'  - install it: {sys.executable} -m pip install "botex-pytest[allure]"',
    ]


def test_junit_has_the_items_with_their_verdicts_and_properties(tmp_path):
    root = ET.parse(Again(faulty_run(tmp_path)).junit(tmp_path / "new" / "junit.xml")).getroot()
    cases = {(case.attrib["classname"], case.attrib["name"]): case for case in root.iter("testcase")}
    broken = cases["settings.public_goods[high]", "P2"]
    told = {p.attrib["name"]: p.attrib["value"] for p in broken.iter("property")}
    assert told.items() >= {"botex_status": "broken", "botex_session": "k3x9p2aq", "botex_participant": "code2"}.items()
    assert "ZeroDivisionError" in (broken.findtext("failure") or "")
    suite = root.find("testsuite")
    assert suite is not None
    assert int(suite.attrib["tests"]) == len(cases)
    assert int(suite.attrib["failures"]) == len(list(root.iter("failure"))) > 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--text"], "trust: 2 of 2 finished, 14 pages, 0 errors"),
        (["--github"], "### trust and trust\\_framed were played to the end."),
    ],
)
def test_the_command_prints_it(tmp_path, capsys, given, said):
    run = healthy_run(tmp_path)
    assert main(["report", str(run.path), *given]) == 0
    assert capsys.readouterr().out.splitlines()[0] == said
    assert not run.report.exists()


def test_the_command_writes_files_and_says_where(tmp_path, capsys):
    run, junit, results = killed_run(tmp_path), tmp_path / "j.xml", tmp_path / "allure"
    assert main(["report", str(run.path), "--junit", str(junit), "--allure", str(results)]) == 0
    assert capsys.readouterr().out == f"{junit}\n{results}\n"
    assert junit.is_file()
    assert len(read_results(results)) == 4
    assert run.database.is_file()  # a killed run has none


def test_a_place_that_cannot_be_written_is_named(tmp_path, capsys):
    run = healthy_run(tmp_path)
    assert main(["report", str(run.path), "--junit", str(run.path)]) == 4
    assert capsys.readouterr().err.splitlines() == [
        f"{run.path} could not be written.",
        "Cause: Is a directory.",
        "To fix this, either:",
        "  - close it in other programs",
        "  - name another place",
    ]
