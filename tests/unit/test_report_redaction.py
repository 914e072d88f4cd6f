"""A report that may be shown to others: what it must not say anywhere, and that it says what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lab_builder import lab_run
from run_builder import INFO, RunFolder, SessionBuilder, faulty_run, healthy_run, hostile_run, killed_run, new_run, page, person

from botex_pytest.cli.main import main
from botex_pytest.errors import RunFolderError
from botex_pytest.judging import SESSION, judge, properties
from botex_pytest.page import BrowserEvent, Field
from botex_pytest.records import read_sessions
from botex_pytest.redact import MARK
from botex_pytest.report.data import report_data
from botex_pytest.report.github import annotation_lines, job_summary
from botex_pytest.report.html import write_comparison, write_report
from botex_pytest.report.redaction import Redaction
from botex_pytest.report.text import summary
from botex_pytest.results import Ending, Finding, SessionResult
from botex_pytest.transcript import Acted, Noticed

SECRET = 'My name is "Ada",\nfrom Turin.'
FOLDED = 'My name is "Ada", from Turin.'
MAIL = Field("mail", "text", "text", "Your address?")
STORY = Field("story", "longtext", "textarea", "Your story?")
AGE = Field("age", "integer", "number", "Your age?")


def told_run(base: Path, **info: Any) -> RunFolder:
    """One participant who tells much of themselves, in a form, in a chat, to a model; and everything of it is read elsewhere."""
    run = new_run(base, **info)
    session = SessionBuilder(run, "trust", 1)
    calls = {"calls": [{"prompt": "PROMPT-BEFORE", "reply": "REPLY"}]}
    session.visit(1, page("trust", "Start", 1, text="Welcome, code1."), {})
    asked = page("trust", "Ask", 2, text="Who are you?", fields=(MAIL, STORY, AGE))
    session.visit(1, asked, {"mail": "ada@turin.it", "story": SECRET, "age": "36"}, reasons={"mail": "REASON", "age": "36 I am"})
    session.add(1, Acted(2, "pressed Play", meta=calls))
    session.visit(1, page("trust", "Show", 3, text=f"You said: {FOLDED} You have 36 points."), {})
    session.add(1, Noticed(3, BrowserEvent("live-sent", json.dumps({"text": SECRET}))))
    session.visit(1, page("trust", "Paid", 4, text="Your completion code is C1A2B3. Label 5f0c1e00001."), {})
    out = "https://app.prolific.com/submissions/complete?cc=ZX81QQ&who=5f0c1e00001"
    session.visit(1, page("trust", "Bye", 5, text="Use ZX81QQ."), {}, outcome="left", outgoing=out)
    answer = {"mail": "ada@turin.it", "story": SECRET, "age": "36"}
    finding = Finding("dead-end", "broken", "Nobody leaves", "trust", "k", (1,), step=2, answer=answer, shot="shots/P1-2.png")
    ending = Ending("trust.Bye", "finished", (1,), answer, "trust.Ask", out)
    someone = person(1)
    session.result([type(someone)(1, "code1", "5f0c1e00001", "finished")], findings=(finding,), endings=(ending,))
    return run


def report(run: RunFolder, *hidden: str) -> str:
    return write_report(run.path, hidden=hidden).read_text(encoding="utf-8")


def data(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(html.split('id="data">')[1].split("</script>", maxsplit=1)[0])
    return found


def steps(html: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(html)["sessions"][0]["participants"][0]["steps"]
    return found


def test_a_full_report_has_it_all(tmp_path: Path) -> None:
    html = report(told_run(tmp_path))
    for text in ("ada@turin.it", "Turin", "C1A2B3", "ZX81QQ", "5f0c1e00001", "REPLY", "36 I am"):
        assert text in html


def test_labels_and_codes_always_go(tmp_path: Path) -> None:
    html = report(told_run(tmp_path), "labels")
    for text in ("5f0c1e00001", "C1A2B3", "ZX81QQ"):
        assert text not in html
    assert "ada@turin.it" in html
    assert steps(html)[3]["text"] == f"Your completion code is {MARK}. Label {MARK}."
    assert data(html)["endings"][0]["rows"][0]["outgoing"] == f"https://app.prolific.com/submissions/complete?{MARK}"


def test_what_was_answered_to_a_field_goes_wherever_it_is_read(tmp_path: Path) -> None:
    html = report(told_run(tmp_path), "mail", "story")
    for text in ("ada@turin.it", "Turin", "REASON", "REPLY", "PROMPT-BEFORE"):
        assert text not in html
    answers = {a["name"]: a["value"] for a in steps(html)[1]["tries"][0]["answers"]}
    assert answers == {"mail": MARK, "story": MARK, "age": "36"}
    assert steps(html)[2]["text"] == f"You said: {MARK} You have 36 points."
    assert {a["name"]: a["value"] for a in data(html)["causes"][0]["answer"]} == answers


def test_short_values_go_where_they_were_given(tmp_path: Path) -> None:
    html = report(told_run(tmp_path), "age")
    (asked,) = steps(html)[1]["tries"]
    assert {a["name"]: a["value"] for a in asked["answers"]}["age"] == MARK
    assert "36 I am" not in html
    assert "You have 36 points." in html


def test_all_free_text_goes_at_once(tmp_path: Path) -> None:
    html = report(told_run(tmp_path), "texts")
    assert "ada@turin.it" not in html
    assert "Turin" not in html
    assert {a["name"]: a["value"] for a in steps(html)[1]["tries"][0]["answers"]}["age"] == "36"


def test_pictures_that_ask_or_show_it_go_and_others_stay(tmp_path: Path) -> None:
    html = report(told_run(tmp_path), "story")
    assert [step["shot"] >= 0 for step in steps(html)] == [True, False, False, False, False]
    assert data(html)["causes"][0]["shot"] == -1
    assert [step["shot"] >= 0 for step in steps(report(told_run(tmp_path)))] == [True] * 5


def test_the_report_says_what_it_leaves_out(tmp_path: Path) -> None:
    (removed, *_) = data(report(told_run(tmp_path), "mail"))["gaps"]
    assert (removed["title"], [item["text"] for item in removed["items"]]) == (
        "Removed",
        [
            "participant labels",
            "completion codes",
            "what was answered to mail",
            "pictures of the pages that ask for or show it",
        ],
    )


def test_the_folder_of_the_project_goes(tmp_path: Path) -> None:
    assert "/home/ada/experiments" not in report(told_run(tmp_path), "labels")


def test_codes_of_session_configs_go(tmp_path: Path) -> None:
    fields = {"completion_code": "GOOD-BYE-7", "url": "https://x.org/?cc=QWERTY9", "multiplier": 3}
    info = {**INFO, "configs": [{"name": "trust", "apps": ["trust"], "fields": fields}]}
    run = new_run(tmp_path, info=info)
    session = SessionBuilder(run, "trust", 1)
    session.visit(1, page("trust", "Send", 1, text="GOOD-BYE-7 and QWERTY9"), {})
    assert steps(report(run, "labels"))[0]["text"] == f"{MARK} and {MARK}"


@pytest.mark.parametrize("build", [healthy_run, faulty_run, killed_run, hostile_run])
def test_every_run_can_be_shown(tmp_path: Path, build: Any) -> None:
    full, shown = (data(report(build(tmp_path), *hidden)) for hidden in ((), ("texts",)))
    assert set(shown) == set(full)
    assert [c["group"] for c in shown["causes"]] == [c["group"] for c in full["causes"]]


def test_labels_of_a_killed_run_go(tmp_path: Path) -> None:
    run = new_run(tmp_path, ended=None)
    session = SessionBuilder(run, "trust", 1)
    begun = json.loads((session.folder / "session.json").read_text())
    (session.folder / "session.json").write_text(json.dumps({**begun, "labels": ["5f0c1e00001"]}))
    session.visit(1, page("trust", "Send", 1, text="You are 5f0c1e00001"), {})
    assert "5f0c1e00001" in report(run)
    assert "5f0c1e00001" not in report(run, "labels")


def test_a_report_is_rebuilt_as_the_run_was_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = told_run(tmp_path, settings=[{"name": "redact", "value": "mail,story", "source": "command line"}])
    for given, there in (([], False), (["--botex-redact", "labels"], True), (["--redact", "labels,mail"], False)):
        assert main(["report", str(run.path), "--no-open", *given]) == 0
        assert ("ada@turin.it" in run.report.read_text(encoding="utf-8")) == there
    assert main(["report", str(run.path), "--no-open", "--botex-redact", ""]) == 0
    assert "C1A2B3" in run.report.read_text(encoding="utf-8")


def test_a_misspelt_field_is_told(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError) as caught:
        report(told_run(tmp_path), "stroy")
    assert str(caught.value).splitlines() == [
        "The report was not written: 'stroy' was to be removed from it, and no question of this run has that name.",
        "Cause: did you mean 'story'?",
        "To fix this, either:",
        "  - name fields as your models do:           --botex-redact=FIELD,...",
        "  - remove every answer in free text:        --botex-redact=texts",
        "  - remove labels and completion codes only: --botex-redact=labels",
    ]


def told_results(run: RunFolder, *hidden: str, part: bool = False) -> list[SessionResult]:
    sessions = read_sessions(run)
    redaction = Redaction(hidden, sessions, run.info(), part=part)
    return [redaction.result(played.result) for played in sessions]


def test_terminal_junit_and_github_say_no_more_than_the_report(tmp_path: Path) -> None:
    run = told_run(tmp_path)
    path = run.path / "sessions" / "trust-1" / "result.json"
    result = json.loads(path.read_text())
    (finding,), (someone,) = result["findings"], result["participants"]
    finding |= {
        "title": f"{SECRET} is refused",
        "detail": "mail=ada@turin.it",
        "messages": [SECRET],
        "lines": ['mail = "ada@turin.it"'],
    }
    someone |= {"status": "broken", "reason": "5f0c1e00001 sits there", "finding": "k"}
    path.write_text(json.dumps({**result, "skipped": ["ada@turin.it was skipped"]}))
    full, hidden = [p.result for p in read_sessions(run)], told_results(run, "mail", "story")

    def said(results: list[SessionResult]) -> str:
        judged = "".join(judge(results, n, run.info()).text for n in (SESSION, 1))
        lines = [*summary(results, run.info()), *annotation_lines(results, tmp_path, tmp_path), str(properties(results, 1))]
        return "\n".join([*lines, judged, job_summary(results).replace("\\", "")])

    for text in ("ada@turin.it", "Turin", "5f0c1e00001", "ZX81QQ"):
        assert text in said(full)
        assert text not in said(hidden)
    assert f"{MARK} is refused" in said(hidden)
    assert [r.findings[0].key for r in hidden] == [r.findings[0].key for r in full]


def test_a_link_that_names_a_participant_is_told_without_what_it_hands_over(tmp_path: Path) -> None:
    run = told_run(tmp_path)
    path = run.path / "sessions" / "trust-1" / "result.json"
    result = json.loads(path.read_text())
    result["findings"][0]["where"] = "http://127.0.0.1/InitializeParticipant/abc?participant_label=X-42"
    path.write_text(json.dumps(result))
    (hidden,) = told_results(run, "mail")
    assert hidden.findings[0].where == f"http://127.0.0.1/InitializeParticipant/abc?{MARK}"


def test_a_field_that_nobody_has_met_yet_is_no_error_in_the_middle_of_a_run(tmp_path: Path) -> None:
    run = told_run(tmp_path)
    assert told_results(run, "later", part=True)[0].participants[0].label == ""
    with pytest.raises(RunFolderError):
        told_results(run, "later")


def test_views_are_without_what_is_removed(tmp_path: Path) -> None:
    run = lab_run(tmp_path)
    assert "because 1" in str(report_data(run)["pages"])  # it is there to be removed
    run.update_info(settings=[{"name": "redact", "value": "why"}])
    assert "because 1" not in write_report(run.path).read_text(encoding="utf-8")


def test_a_comparison_is_without_what_either_run_removes(tmp_path: Path) -> None:
    first, second = lab_run(tmp_path), lab_run(tmp_path)
    second.update_info(settings=[{"name": "redact", "value": "offer"}])

    def answers(hidden: list[str] | None) -> list[str]:
        return [line for line in write_comparison(first.path, second.path, hidden)[0].lines() if "market.Offer offer" in line]

    assert answers(None) == [f"  market.Offer offer [market]: mean 4 (2 to 6, 8 answers); then 8 {MARK}"]
    assert answers(["offer"]) == []
