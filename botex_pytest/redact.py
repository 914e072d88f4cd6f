"""Secrets never reach a file, a log or the report: every known value is replaced before it is written.

Known are the values of environment variables whose names say so (`OPENAI_API_KEY`, `OTREE_ADMIN_PASSWORD`, ...), the values
handed in, and the password in any `scheme://user:password@host`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

MARK = "[removed]"
"""What stands where a secret stood."""

_NAME = re.compile(r"(?:^|_)\w*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)S?(?:_|$)", re.IGNORECASE)
_NO_SECRET_NAME = re.compile(r"_(?:FILE|PATH|DIR|ID|NAME|LIMIT|COUNT|URL)$", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)([^/\s:@]*):[^/\s]+@")

# A shorter value is more likely a word of the experiment ("test", "trust") than a secret; removing it would falsify page texts.
_SHORTEST_IN_ENVIRONMENT = 8


class Redactor:
    """Replaces secrets in text and in JSON-ready data. Cheap: one pass over the text, whatever the number of secrets.

    `secrets` are removed at any length from 4 characters on, `environ` (default: this process's) is searched for more.
    """

    def __init__(self, secrets: Iterable[str] = (), environ: Mapping[str, str] | None = None) -> None:
        named = {s for s in secrets if len(s) >= 4}
        found = _secrets_in(os.environ if environ is None else environ)
        forms = {form for s in named | found for form in (s, quote(s, safe=""), _in_json(s))}
        # Longest first: a secret that contains another one must go as a whole.
        parts = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, parts))) if parts else None

    def text(self, text: str) -> str:
        """`text` without secrets."""
        if self._pattern is not None:
            text = self._pattern.sub(MARK, text)
        return without_password(text)

    def data(self, value: Any) -> Any:
        """A copy of JSON-ready data without secrets, in keys as in values."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(k)): self.data(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(v) for v in value]
        return value


def without_password(text: str) -> str:
    """`text` without the passwords in its addresses."""
    return _USERINFO.sub(rf"\1:{MARK}@", text) if "://" in text else text


def _secrets_in(environ: Mapping[str, str]) -> set[str]:
    return {
        value
        for name, value in environ.items()
        if _NAME.search(name) and not _NO_SECRET_NAME.search(name) and len(value) >= _SHORTEST_IN_ENVIRONMENT
    }


def _in_json(text: str) -> str:
    """The form a secret with quotes or backslashes takes inside a JSON document that is itself a string of ours."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
