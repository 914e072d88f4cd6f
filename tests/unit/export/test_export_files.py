"""Tables as CSV and JSON Lines: what comes back is what was there, and no cell is a program."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from run_builder import SessionBuilder, healthy_run, hostile_run, new_run, page

from botex_pytest import read_run
from botex_pytest.errors import RunFolderError
from botex_pytest.export.files import MANIFEST, CsvStyle, csv_text, harmless, write_files
from botex_pytest.page import Field

RAW, GUARDED = CsvStyle(raw=True), CsvStyle()
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))  # NUL: no CSV reader before Python 3.11


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_every_text_comes_back(row: list[str]) -> None:
    assert cells(csv_text([row], RAW)) == [row]
    (guarded,) = cells(csv_text([row], GUARDED))
    assert [cell[1:] if cell.startswith("'") else cell for cell in guarded] == row


@given(TEXTS)
def test_one_apostrophe_less_is_always_what_was_there(text: str) -> None:
    assert harmless(text) == text or harmless(text)[1:] == text
    assert harmless(text) != text or not text.startswith("'")  # so one that is there was put there


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1+1",
        '=HYPERLINK("http://x")',
        "-",
        "+49 30",
    ],
)
def test_what_a_spreadsheet_would_compute_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3", "-1,5", "-.5", "-1e-7", "5", "1=1", "a@b.de", "", " =1"])
def test_numbers_and_usual_texts_stay(text: str) -> None:
    assert harmless(text) == text


def test_every_table_becomes_two_files(tmp_path: Path) -> None:
    data = read_run(healthy_run(tmp_path).path)
    counts = write_files(data, tmp_path / "out", GUARDED)
    assert counts == {"participants": 4, "pages": 16, "submits": 8, "responses": 4, "codebook": 1, "pretest": 2}
    assert sorted(f.name for f in (tmp_path / "out").iterdir() if f.name != MANIFEST) == sorted(
        f"{name}.{kind}" for name in counts for kind in ("csv", "jsonl")
    )
    lines = (tmp_path / "out" / "responses.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == data.responses
    head, first, *_ = cells((tmp_path / "out" / "responses.csv").read_text(encoding="utf-8"))
    assert head == list(data.responses[0])
    assert dict(zip(head, first, strict=True))["value"] == "40"


@pytest.mark.parametrize(("style", "told"), [(GUARDED, "'=1+1"), (RAW, "=1+1"), (CsvStyle(excel=True), "'=1+1")])
def test_the_styles_of_csv(tmp_path: Path, style: CsvStyle, told: str) -> None:
    run = new_run(tmp_path)
    SessionBuilder(run, "trust", 1).visit(1, page("trust", "Send", 1, fields=(Field("x", "text", "text"),)), {"x": "=1+1"})
    write_files(read_run(run.path), tmp_path / "out", style)
    written = (tmp_path / "out" / "responses.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf") == style.excel
    head, row = cells(written.decode("utf-8-sig"))
    assert dict(zip(head, row, strict=True))["value"] == told
    (line,) = (tmp_path / "out" / "responses.jsonl").read_text().splitlines()
    assert json.loads(line)["value"] == "=1+1"


def test_half_a_surrogate_pair_stops_nothing(tmp_path: Path) -> None:
    data = read_run(hostile_run(tmp_path).path)
    write_files(data, tmp_path / "out", GUARDED)
    assert "\\ud800" in (tmp_path / "out" / "responses.csv").read_text(encoding="utf-8")
    (line,) = (tmp_path / "out" / "responses.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["value"] == data.responses[0]["value"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(RunFolderError) as caught:
        write_files(read_run(healthy_run(tmp_path).path), tmp_path / "file", GUARDED)
    assert str(caught.value).splitlines() == [
        f"The data could not be written to {tmp_path / 'file'}.",
        f"Cause: File exists: {tmp_path / 'file'}.",
        "To fix this, either:",
        "  - close files of it that are open in another program",
        "  - write elsewhere:                                    --to=/path/to/folder",
    ]


def test_files_of_an_earlier_export_do_not_stay_and_all_others_do(tmp_path: Path) -> None:
    out, beside = tmp_path / "out", tmp_path / "beside.csv"
    write_files(read_run(healthy_run(tmp_path).path), out, GUARDED)
    names = json.loads((out / MANIFEST).read_text())
    (out / MANIFEST).write_text(json.dumps([*names, "../beside.csv", str(beside), "notes.txt", 7, "gone.csv"]))
    for own in (beside, out / "notes.txt", out / "mine.csv"):
        own.write_text("mine")
    (tmp_path / "second").mkdir()
    counts = write_files(read_run(new_run(tmp_path / "second").path), out, GUARDED)
    ours = {f"{name}.{kind}" for name in counts for kind in ("csv", "jsonl")}
    assert "responses.csv" not in ours
    assert {f.name for f in out.iterdir()} == {MANIFEST, "notes.txt", "mine.csv", *ours}
    assert beside.read_text() == "mine"


@pytest.mark.parametrize("text", ["no JSON", "{}", "null"])
def test_without_a_list_of_an_earlier_export_nothing_is_deleted(tmp_path: Path, text: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text(text)
    (tmp_path / "out" / "mine.csv").write_text("mine")
    write_files(read_run(healthy_run(tmp_path).path), tmp_path / "out", GUARDED)
    assert (tmp_path / "out" / "mine.csv").read_text() == "mine"
