from __future__ import annotations

from pathlib import Path

from botex_pytest.page import BrowserEvent, Page
from botex_pytest.redact import MARK, Redactor
from botex_pytest.transcript import Answered, Event, Noticed, PageSeen, Transcript, read


def test_every_event_reads_back_as_it_was_written(tmp_path: Path) -> None:
    events: list[Event] = [
        PageSeen(1, Page("form", "http://127.0.0.1/", text="half a pair \ud83d, a whole one 😀, a line\u2028end"), at=1.0),
        Noticed(1, BrowserEvent("script-error", "x is not defined"), at=2.0),
    ]
    transcript = Transcript(tmp_path / "P1.jsonl")
    for event in events:
        transcript.add(event)
    transcript.close()
    assert list(read(tmp_path / "P1.jsonl")) == events


def test_secrets_do_not_reach_the_disk(tmp_path: Path) -> None:
    secret = 'pässword "of" the lab'
    redact = Redactor([secret], environ={})
    with Transcript(tmp_path / "P1.jsonl", redact.data) as transcript:
        transcript.add(PageSeen(1, Page("form", "http://127.0.0.1/", text=f"Key: {secret}.")))
        transcript.add(Answered(1, 1, {"key": secret}, meta={"raw": [secret]}))
    seen, answered = read(tmp_path / "P1.jsonl")
    assert isinstance(seen, PageSeen)
    assert seen.page.text == f"Key: {MARK}."
    assert isinstance(answered, Answered)
    assert (answered.values, answered.meta) == ({"key": MARK}, {"raw": [MARK]})
    assert "lab" not in (tmp_path / "P1.jsonl").read_text(encoding="utf-8")
