"""Where a declaration was written, so that an error can point at the line."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`name` is a file ("botex.toml") or a marker; `text` the file's content, `table` the top-level table in it."""

    name: str
    text: str = ""
    table: str = ""

    @property
    def kind(self) -> str:
        """What a transcript says about an answer's source."""
        return "marker" if self.name.startswith("@") else self.name

    def at(self, word: str = "") -> str:
        """`botex.toml, line 12`, or the bare name where no line mentions `word`."""
        line = self._line(word) if self.text else 0
        return f"{self.name}, line {line}" if line else self.name

    def _line(self, word: str) -> int:
        # The TOML reader keeps no positions. A search from the table's header on is right for files as people write them.
        inside, header = not self.table, 0
        wanted = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])") if word else None
        for number, line in enumerate(self.text.splitlines(), 1):
            if match := re.match(r"\s*\[\s*[\"']?([^\"'\].]+)[\"']?\s*[\].]", line):
                inside = match[1].strip() == self.table
                header = header or (number if inside else 0)
            if inside and wanted and wanted.search(line.split("#")[0]):
                return number
        return header
