"""What is told of two runs of a study that was changed in between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from run_builder import AMOUNT, CONSENT, HOSTILE, SessionBuilder, faulty_run, healthy_run, killed_run, new_run, page, person

from botex_pytest.cli.main import main
from botex_pytest.page import Field, Page, Value
from botex_pytest.report.compare import compare
from botex_pytest.results import Finding
from botex_pytest.run_folder import RunFolder

NAMES = "run-0001, then run-0002:"
SAME = [NAMES, "nothing changed that bots can see."]
Visit = tuple[Page, dict[str, Value]]


def lines_of(first: RunFolder, second: RunFolder) -> list[str]:
    return compare(first, second).lines()


def send(text: str = "You have 100 points.", *fields: Field, **more: Any) -> Page:
    return page("trust", "Send", 1, text=text, fields=fields or (AMOUNT,), **more)


def played(base: Path, *people: list[Visit], findings: tuple[Finding, ...] = (), payoff: str = "", **info: Any) -> RunFolder:
    """A run of one session, `people` being what each of them saw and answered."""
    run = new_run(base, **info)
    session = SessionBuilder(run, "trust", len(people))
    for number, visits in enumerate(people, start=1):
        for seen, values in visits:
            session.visit(number, seen, values)
    session.result([person(number, payoff=payoff) for number in range(1, len(people) + 1)], findings=findings)
    return run


def section(lines: list[str], title: str) -> list[str]:
    rest = lines[lines.index(f"{title}:") + 1 :]
    return [line[2:] for line in rest[: rest.index("")] if line] if "" in rest else [line[2:] for line in rest]


@pytest.mark.parametrize("build", [healthy_run, faulty_run, killed_run])
def test_the_same_run_again_is_the_same(tmp_path: Path, build: Any) -> None:
    assert lines_of(build(tmp_path), build(tmp_path)) == SAME


def test_lines_that_changed_are_shown(tmp_path: Path) -> None:
    lines = lines_of(
        played(tmp_path, [(send("Your choice\nYou have 100 points."), {})]),
        played(tmp_path, [(send("Your choice\nPlease choose now.\nYou have 80 points."), {})]),
    )
    assert section(lines, "Pages changed") == [
        "trust.Send [trust]",
        "  + Please choose now.",
        "  - You have 100 points.",
        "  + You have 80 points.",
    ]


def test_bounds_and_questions_that_changed_are_shown(tmp_path: Path) -> None:
    more = Field("why", "text", "text", "Why?")
    lines = lines_of(played(tmp_path, [(send(), {})]), played(tmp_path, [(send("", replace(AMOUNT, max=50), more), {})]))
    assert section(lines, "Pages changed") == [
        "trust.Send [trust]",
        "  - You have 100 points.",
        "  - sent: How much of your 100 points do you send? (integer, required, from 0, to 100, points)",
        "  + sent: How much of your 100 points do you send? (integer, required, from 0, to 50, points)",
        "  + why: Why? (text, optional)",
    ]


def test_numbers_that_differ_between_people_and_codes_are_no_change(tmp_path: Path) -> None:
    def run(*amounts: int) -> RunFolder:
        return played(tmp_path, *[[(send(f"You got {n} points, code{k + 1}."), {})] for k, n in enumerate(amounts)])

    assert lines_of(run(40, 60), run(30, 90)) == SAME


def test_what_only_one_role_reads_is_no_change(tmp_path: Path) -> None:
    roles = [[(send("You send."), {})], [(send("You wait."), {})]]
    assert lines_of(played(tmp_path, *roles), played(tmp_path, *reversed(roles))) == SAME


def test_who_comes_to_a_wait_page_is_no_change(tmp_path: Path) -> None:
    wait = page("trust", "Wait", 2, kind="wait")
    assert lines_of(played(tmp_path, [(send(), {})]), played(tmp_path, [(send(), {}), (wait, {})])) == SAME


def test_pages_that_came_and_went(tmp_path: Path) -> None:
    quiz, end = page("trust", "Quiz", 2), page("trust", "Thanks", 3)
    lines = lines_of(played(tmp_path, [(quiz, {}), (end, {})]), played(tmp_path, [(end, {}), (send(), {})]))
    assert section(lines, "Pages changed") == [
        "trust.Quiz [trust] is seen by nobody any more",
        "trust.Send [trust] is seen for the first time",
    ]


def test_answers_and_payoffs(tmp_path: Path) -> None:
    text = Field("why", "text", "text", "Why?")
    asked = send("", AMOUNT, CONSENT, text)

    def run(payoff: str, *given: tuple[str, str, str]) -> RunFolder:
        people = [[(asked, {"sent": sent, "consent": consent, "why": why})] for sent, consent, why in given]
        return played(tmp_path, *people, payoff=payoff)

    lines = lines_of(
        run("4.00 EUR", ("40", "True", "a"), ("60", "True", "b")), run("5.00 EUR", ("30", "True", "c"), ("30", "False", "d"))
    )
    assert section(lines, "Answers") == [
        "trust.Send sent [trust]: mean 50 (40 to 60, 2 answers); then 30 (2 answers)",
        "trust.Send consent [trust]: 2 Yes, I agree; then 1 No, 1 Yes, I agree",
    ]
    assert section(lines, "Payoffs") == ["trust: 4.00 EUR; then 5.00 EUR"]


def test_findings_gone_and_new(tmp_path: Path) -> None:
    old = Finding("server-error", "broken", "oTree answered with an error: KeyError", "trust", "server-error|a", (1,))
    new = Finding("dead-end", "broken", "Nobody can leave trust.Send", "trust", "dead-end|b", (1,))
    lines = lines_of(played(tmp_path, [], findings=(old,)), played(tmp_path, [], findings=(new,)))
    assert section(lines, "Findings gone") == ["broken: oTree answered with an error: KeyError [trust P1]"]
    assert section(lines, "Findings new") == ["broken: Nobody can leave trust.Send [trust P1]"]


def test_what_was_not_played_is_neither_gone_nor_new(tmp_path: Path) -> None:
    lines = lines_of(faulty_run(tmp_path), healthy_run(tmp_path))
    assert section(lines, "Only in the first") == ["public_goods[high]", "public_goods[low]", "survey"]
    assert section(lines, "Only in the second") == ["trust_framed"]
    assert not any(line.startswith("Findings") for line in lines)


def test_runs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    first, second = faulty_run(tmp_path / "a"), healthy_run(tmp_path / "b")
    lines = lines_of(first, second)
    assert lines[0] == f"{first.path}, then {second.path}:"
    assert (section(lines, "Only in the first")[0], section(lines, "Only in the second")) == (
        "public_goods[high]",
        ["trust_framed"],
    )


def test_other_settings_are_told_first(tmp_path: Path) -> None:
    settings = [{"name": "seed", "value": "2"}, {"name": "runs_dir", "value": "elsewhere"}, {"name": "new", "value": "on"}]
    first = played(tmp_path, [], settings=[{"name": "seed", "value": "1"}])
    lines = lines_of(first, played(tmp_path, [], otree_version="6.0.16", settings=settings))
    assert lines == [NAMES, "", "Played otherwise:", "  oTree: 6.0.15, then 6.0.16", "  seed: 1, then 2"]


def test_a_killed_run_is_compared_as_far_as_it_got(tmp_path: Path) -> None:
    lines = lines_of(healthy_run(tmp_path), killed_run(tmp_path))
    assert section(lines, "Ended otherwise") == [
        "trust: 2 of 2 finished, 14 pages, 0 errors; then 1 of 3 finished, 2 not judged, 2 pages, 0 errors"
    ]


def test_texts_of_pages_cannot_steer_the_terminal(tmp_path: Path) -> None:
    lines = lines_of(played(tmp_path, [(send(), {})]), played(tmp_path, [(send(HOSTILE), {})]))
    assert "\x1b" not in "".join(lines)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = [str(healthy_run(tmp_path).path) for _ in range(2)]
    page = Path(runs[1]) / "compared-with-run-0001.html"
    assert main(["report", "--compare", *runs]) == 0
    assert capsys.readouterr().out.splitlines() == [*SAME, "", str(page)]
    assert all(link in page.read_text(encoding="utf-8") for link in ('"../run-0001/report.html"', '"report.html"'))
    assert main(["report", "--compare", runs[0], str(tmp_path / "nowhere")]) == 4
