"""Things that look odd and are right: everybody gets to the end, the data are what was entered, and nobody cries wolf."""

from __future__ import annotations

from pathlib import Path

import pytest
from harness import PROJECTS, Done, copy_of, expectations, run

from botex_pytest import read_run
from botex_pytest.page import Value

EXPECTED = expectations(PROJECTS / "healthy")
TOLD = {("rewritten_by_app", "rewritten-answer"), ("timer_wins", "timer-won")}
"""All that is to be told about this project, by config and check."""
OUTGOING = "https://recruiting.example/complete?cc=C1A2B3"


def sent(run: Done, config: str, participant: int = 1) -> dict[str, Value]:
    """What the server took, by field; of several rounds the last one."""
    (play,) = run.plays(config)
    tries = [t for step in play.transcripts[participant] for t in step.tries]
    return {name: v for t in tries if t.submitted and t.submitted.outcome == "moved" for name, v in t.answered.values.items()}


def texts(run: Done, config: str, page: str) -> list[str]:
    return [
        step.seen.page.text
        for play in run.plays(config)
        for steps in play.transcripts.values()
        for step in steps
        if step.seen and step.seen.page.name == page
    ]


@pytest.mark.parametrize("config", EXPECTED)
def test_everybody_gets_to_the_end(healthy: Done, config: str) -> None:
    status = EXPECTED[config]["status"]
    people = status if isinstance(status, dict) else {f"P{n}": status for n in range(1, EXPECTED[config]["participants"] + 1)}
    assert healthy.verdicts[config] == {**people, "session": "finished"}


@pytest.mark.parametrize("config", EXPECTED)
def test_one_play_is_enough(healthy: Done, config: str) -> None:
    assert len(healthy.plays(config)) == 1


@pytest.mark.parametrize("config", EXPECTED)
def test_nobody_cries_wolf(healthy: Done, config: str) -> None:
    assert {(f.config, f.check) for f in healthy.findings(config)} == {told for told in TOLD if told[0] == config}


def test_treatments_that_participants_carry_are_seen(healthy: Done) -> None:
    (play,) = healthy.plays("random_treatments")
    met = {point.what for point in play.result.flow.met if point.kind == "treatment"}
    assert {"frame = gain", "frame = loss"} <= met
    assert {(c.value, c.participants) for c in play.result.flow.conditions if c.name == "frame"} == {
        ("gain", (1, 3)),
        ("loss", (2,)),
    }


def test_the_run_is_green(healthy: Done) -> None:
    assert healthy.exit_code == pytest.ExitCode.OK
    assert healthy.section("To review") == [
        "timer_wins.Answer went on by itself before it was answered, 1 of 1 time [timer_wins P1]"
    ]
    unseen = [line for line in healthy.section("Nobody saw") if not line.startswith("random_treatments:")]  # oTree draws those
    assert unseen == ["outgoing_button: outgoing_button.Sorry", "honeypot: honeypot.Caught"]


@pytest.mark.parametrize("config", [c for c in EXPECTED if EXPECTED[c]["participants"] > 1])
def test_labels_are_those_of_a_recruiting_platform(healthy: Done, config: str) -> None:
    (play,) = healthy.plays(config)
    labels = {p.label for p in play.result.participants}
    assert len(labels) == EXPECTED[config]["participants"]
    assert all(len(label) == 24 and int(label, 16) for label in labels)


def test_a_declared_end_is_an_end(healthy: Done) -> None:
    (play,) = healthy.plays("screen_out")
    assert {(e.where, e.kind, e.participants) for e in play.result.endings} == {
        ("screen_out.TooYoung", "declared-end", (1,)),
        ("screen_out.End", "finished", (2,)),
    }


@pytest.mark.parametrize("config", ["outgoing_link", "outgoing_redirect", "outgoing_at_once", "outgoing_button"])
def test_the_way_out_is_recorded_and_not_taken(healthy: Done, config: str) -> None:
    (play,) = healthy.plays(config)
    (ending,) = play.result.endings
    assert (ending.where, ending.kind, ending.outgoing) == (f"{config}.Back", "finished", OUTGOING)
    urls = [step.seen.page.url for step in play.transcripts[1] if step.seen]
    assert all(url.startswith("http://127.0.0.1:") for url in urls)


def test_a_redirect_by_script_is_seen_as_such(healthy: Done) -> None:
    (play,) = healthy.plays("outgoing_redirect")
    last = play.transcripts[1][-1]
    assert [(e.kind, e.url) for e in last.noticed] == [("outgoing", OUTGOING)]


def test_a_value_that_the_app_changes_is_noted(healthy: Done) -> None:
    (finding,) = healthy.findings("rewritten_by_app")
    number = int(str(finding.answer["number"]))
    assert finding.group == "note"
    assert f"'{number}'" in finding.title
    assert f"'{number // 10 * 10}'" in finding.title
    line = (PROJECTS / "healthy" / finding.file).read_text(encoding="utf-8").splitlines()[finding.line - 1]
    assert line.strip() == "player.number = player.number // 10 * 10"


def test_a_number_replaces_the_one_that_was_there(healthy: Done) -> None:
    (row,) = healthy.stored("prefilled_number")
    assert str(row["number"]) == sent(healthy, "prefilled_number")["number"]
    assert row["number"] != 7


def test_what_people_cannot_see_stays_empty(healthy: Done) -> None:
    (row,) = healthy.stored("honeypot")
    assert not row["website"]
    assert not row["middle_name"]
    assert str(row["number"]) == sent(healthy, "honeypot")["number"]


def test_each_row_of_a_likert_table_is_stored(healthy: Done) -> None:
    (row,) = healthy.stored("likert")
    answers = sent(healthy, "likert")
    assert set(answers) == {"trust_people", "trust_banks", "trust_state"}
    assert {name: str(row[name]) for name in answers} == answers


def test_a_question_in_a_table_has_its_own_words(healthy: Done) -> None:
    (play,) = healthy.plays("likert")
    page = next(step.seen.page for step in play.transcripts[1] if step.seen and step.seen.page.fields)
    assert [field.label for field in page.fields] == [
        "Most people can be trusted.",
        "Banks can be trusted.",
        "The state can be trusted.",
    ]


def test_any_language_is_answered_and_stored(healthy: Done) -> None:
    (row,) = healthy.stored("many_languages")
    answers = sent(healthy, "many_languages")
    assert {name: str(row[name]) for name in answers} == answers
    assert 1 <= row["groesse"] <= 12
    assert row["choice"] in ("natürlich", "也许", "لا")


def test_markup_is_read_as_the_text_that_it_is(healthy: Done) -> None:
    first, second = texts(healthy, "free_text_shown", "Read")
    assert EXPECTED["free_text_shown"]["contains"] in first
    assert EXPECTED["free_text_shown"]["contains"] in second


def test_markup_does_not_run_in_the_report(healthy: Done) -> None:
    assert "<script>document.title" not in healthy.folder.report.read_text(encoding="utf-8")


def test_every_round_is_played(healthy: Done) -> None:
    stored = healthy.stored("seven_rounds")
    assert [row["round_number"] for row in stored] == list(range(1, 8))
    assert all(0 <= row["number"] <= 100 for row in stored)


def test_the_field_is_filled_before_the_button_is_pressed(healthy: Done) -> None:
    (row,) = healthy.stored("field_and_buttons")
    answers = sent(healthy, "field_and_buttons")
    assert answers == {"number": str(row["number"]), "accepted": str(bool(row["accepted"]))}


def test_consent_is_ticked(healthy: Done) -> None:
    (row,) = healthy.stored("checkbox_consent")
    assert row["agreed"] == 1


def test_a_page_that_only_its_timer_ends_is_not_awaited(healthy: Done) -> None:
    (play,) = healthy.plays("timer_only")
    assert [step.advanced.why for step in play.transcripts[1] if step.advanced] == ["timer"] * 4


def test_an_advance_leaves_the_data_that_the_timer_leaves(healthy: Done, tmp_path: Path) -> None:
    project = copy_of(PROJECTS / "healthy", tmp_path / "healthy")
    awaited = run(project, "--botex-config", "timer_only", "--botex-timers", "real", "--botex-page-timeout", "2")
    (play,) = awaited.plays("timer_only")
    assert not any(step.advanced for step in play.transcripts[1])
    assert awaited.verdicts["timer_only"] == healthy.verdicts["timer_only"]
    kept = ("round_number", "score", "share", "note", "done", "timed_out")
    rows = [[{name: row[name] for name in kept} for row in done.stored("timer_only")] for done in (healthy, awaited)]
    assert rows[0] == rows[1]
    assert [row["timed_out"] for row in rows[0]] == [1, 1]


def test_who_is_faster_than_the_timer_has_answered(healthy: Done) -> None:
    (row,) = healthy.stored("page_timer")
    assert {"number": str(row["number"])} == sent(healthy, "page_timer")
    assert row["timed_out"] == 0


def test_who_is_slower_than_the_timer_is_not_said_to_have_answered(healthy: Done) -> None:
    (row,) = healthy.stored("timer_wins")
    assert row["timed_out"] == 1
    assert sent(healthy, "timer_wins") == {}


def test_what_custom_exports_give_is_kept(healthy: Done) -> None:
    data = read_run(healthy.folder.path)
    (play,) = healthy.plays("export_minds_dropouts")
    app, session = "export_minds_dropouts", play.result.code
    head, *sums = data.custom_exports[f"{app}.custom_export.{session}"]
    assert head == ["participant", "sum"]
    players = [row for row in data.otree[f"{app}_player"] if row["session"] == session]
    assert {tuple(row) for row in sums} == {(row["participant"], str(row["number"] + row["second"])) for row in players}
    labels = [row[0] for row in data.custom_exports[f"{app}.custom_export_labels.{session}"]]
    assert labels == [person.label for person in play.result.participants]


def test_free_text_is_exact_and_otree_keeps_it_but_for_line_breaks(healthy: Done) -> None:
    data = read_run(healthy.folder.path)
    typed = {row["participant"]: row["value"] for row in data.responses if row["field"] == "message" and row["accepted"]}
    stored = {row["participant"]: row["message"] for row in data.otree["free_text_shown_player"]}
    assert {who: " ".join(text.split()) for who, text in typed.items()} == {who: " ".join(t.split()) for who, t in stored.items()}
