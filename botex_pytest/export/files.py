"""Tables as files: CSV for spreadsheets and statistics programs, JSON Lines for everything else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botex_pytest.errors import RunFolderError
from botex_pytest.export.run_data import RunData
from botex_pytest.run_folder import slug

_FORMULA = re.compile(r"[=+\-@\t\r\n'\uff1d\uff0b\uff0d\uff20]")  # the last four as East Asian keyboards type the first four
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*")


_OURS = re.compile(r"[\w.+]+\.(csv|jsonl)", re.ASCII)

MANIFEST = ".botex-export.json"
"""Names of the files that an export made, beside them: the next one deletes these and nothing else."""


@dataclass(frozen=True)
class CsvStyle:
    """`raw`: cells exactly as they are. `excel`: with the mark by which Excel knows that a file is UTF-8; other programs may take
    it for a part of the first column's name."""

    raw: bool = False
    excel: bool = False


def write_files(data: RunData, folder: Path, style: CsvStyle) -> dict[str, int]:
    """Writes every table that has rows into `folder`, as NAME.csv and NAME.jsonl; returns their names with the number of rows.

    Files of an earlier export are replaced or, where this one has no such table, deleted. Raises `RunFolderError` when `folder`
    cannot be written.
    """
    counts: dict[str, int] = {}
    written: list[str] = []

    def write(name: str, text: str, *, excel: bool = False) -> None:
        _write(folder / name, text, excel=excel)
        written.append(name)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        _delete_earlier(folder)
        try:
            for name, rows in data.tables.items():
                if rows:
                    columns = list(dict.fromkeys(column for row in rows for column in row))
                    cells = ([row.get(column) for column in columns] for row in rows)
                    write(f"{_file(name)}.csv", csv_text([columns, *cells], style), excel=style.excel)
                    write(f"{_file(name)}.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
                    counts[name] = len(rows)
            for name, export in data.custom_exports.items():
                write(f"otree_{_file(name)}.csv", csv_text(export, style), excel=style.excel)
                counts[f"otree_{name}"] = len(export)
        finally:
            _write(folder / MANIFEST, json.dumps(written))
    except OSError as error:
        raise RunFolderError.cannot_export(folder, error) from error
    return counts


def _delete_earlier(folder: Path) -> None:
    """What the last export into `folder` wrote, by its own word; a name that leads elsewhere is none of ours."""
    try:
        names = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return
    for name in names if isinstance(names, list) else ():
        if isinstance(name, str) and _OURS.fullmatch(name):
            (folder / name).unlink(missing_ok=True)


def csv_text(rows: Iterable[Sequence[Any]], style: CsvStyle) -> str:
    """Commas, quotes and line breaks within a cell survive: it is quoted, as RFC 4180 has it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_cell(value, style) for value in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """`text` with an apostrophe before it, if a spreadsheet would take it for a formula: what a participant typed could read
    files or open addresses on the computer of whoever opens the data (https://owasp.org/www-community/attacks/CSV_Injection).

    A text that begins with an apostrophe gets another one, so that taking one away always gives back what was there. Numbers
    stay as they are.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _cell(value: Any, style: CsvStyle) -> Any:
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return harmless(value) if isinstance(value, str) and not style.raw else value


def _file(name: str) -> str:
    """App names are the author's; a dot keeps apart what a custom export's name consists of."""
    return ".".join(slug(part) for part in name.split("."))


def _write(path: Path, text: str, *, excel: bool = False) -> None:
    # Half a surrogate pair, which a page may hold, is in no UTF-8 file: it is written as \\udXXX.
    with path.open("w", encoding="utf-8-sig" if excel else "utf-8", errors="backslashreplace", newline="") as file:
        file.write(text)
