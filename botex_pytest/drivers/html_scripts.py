"""Which scripts of a page are oTree's own, what they say, and why a page is not to be played without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from botex_pytest.addresses import joined, parts
from botex_pytest.drivers.html_controls import Controls, is_control, is_disabled, kind
from botex_pytest.drivers.html_sight import in_furniture
from botex_pytest.drivers.html_tree import Document

_OTREE_FILES = re.compile(r"/static/(otree|bootstrap5)/")
_OTREE_OWN = re.compile(
    r"""\s*(?:
    let\ isDebug\ =\ "1?";\s*$                                       # debug mode
    | window\._hasJsErrors\b | if\ \(window\._hasJsErrors\)            # its alert about script errors
    | if\ \(window\.self\ !==\ window\.top\)\ document\.getElementById\('_restart-link'\)
    | window\.addEventListener\('load',\ function\ \(\)\ \{\s*var\ django_form_errors\b
    | var\ js_vars\ =\ [^\n]*;\s*$                                    # data for the author's scripts
    | \$\(function\ \(\)\ \{\s*var\ currentDate\ =\ new\ Date\(\);\s*var\ remainingTimeoutSeconds\b   # the page timer
    | \$\(function\ \(\)\ \{\s*//\ helper\ function\ to\ escape\ HTML\s*var\ entityMap\b              # the chat
    | \$\(document\)\.ready\(function\ \(\)\ \{\s*var\ socket;\s*initWebSocket\(\);   # a wait page
    | (?://[^\n]*\s*)*var\ GBAT_INACTIVE_SECONDS_UNTIL_PROMPT_MSEC\b   # grouping by arrival time
    | (?://[^\n]*\s*)*var\ SECOND\ =\ 1000;                            # the same in oTree 5
    )""",
    re.VERBOSE,
)
_DATA_TYPES = re.compile(r"json|template|importmap|speculationrules|x-tex|math/", re.IGNORECASE)
_LOOKS_ONLY = re.compile(r"mathjax|katex|font-?awesome|polyfill", re.IGNORECASE)
"""Libraries that change how a page looks and nothing else."""
_NOT_CODE = re.compile(r"""//[^\n]*|/\*.*?\*/|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')""", re.DOTALL)
_LITERAL = r"(?:(?:true|false|null)\b|\w+\s*:|-?\d[\d.]*(?![\w.])|[\s,\[\]{}])*"
_DATA_ONLY = re.compile(
    rf"""\s*(?:
    (?:(?:(?:var|let|const)\ +(?!location\b|on)\w+|(?:window\.)?MathJax)\s*={_LITERAL};?\s*)*
    | MathJax\.Hub\.Config\({_LITERAL}\);?\s*
    )""",
    re.VERBOSE,
)
"""Names for plain values: `const endowment = 100;`, the settings of a formula library."""
_SOCKET = re.compile(r"""["'](/(?:wait_page|subsession_wait_page|group_by_arrival_time|wait_for_session_in_room)\b[^"']*)""")
_TIME_LIMIT = re.compile(r"\bremainingTimeoutSeconds = (-?[\d.]+)")


class Scripts:
    """The scripts of one document."""

    def __init__(self, document: Document, url: str) -> None:
        self._document, self._url = document, url
        self._scripts = [e for e in document.elements if e.tag == "script" and not _DATA_TYPES.search(e["type"])]
        self._inline = "\n".join(e.raw_text for e in self._scripts if not e["src"])

    @property
    def socket(self) -> str:
        """Path and query of the socket on which a wait page hears of its end; "" elsewhere."""
        found = _SOCKET.search(self._inline)
        return found[1].replace("&amp;", "&") if found else ""

    @property
    def time_limit(self) -> str:
        """Seconds that the page's timer had left when the page was made."""
        found = _TIME_LIMIT.search(self._inline)
        return found[1] if found else ""

    @property
    def is_live(self) -> bool:
        return any(e["id"] == "otree-live" for e in self._scripts)

    @property
    def foreign(self) -> list[str]:
        """The author's scripts and handlers, each in a few words."""
        return list(dict.fromkeys([*self._author_scripts(), *self._handlers()]))

    def reasons(self, controls: Controls) -> list[str]:
        """Why nobody can say over HTTP what this page would do in a browser; none for a page that HTML tells wholly."""
        found = ["it is a live page"] if self.is_live else []
        found += self.foreign
        found += [f"{name} is required and not shown" for name in _hidden_required(controls)]
        if any(e.tag == "meta" and e["http-equiv"].lower() == "refresh" for e in self._document.elements):
            found.append("it refreshes itself")
        if any("otree-btn-next" in e.classes and kind(e) == "button" for e in self._document.elements):
            found.append("its next button sends nothing by itself")
        return found

    def _author_scripts(self) -> Iterator[str]:
        for script in self._scripts:
            source = script["src"]
            if source:
                path = parts(joined(self._url, source)).path
                if not _OTREE_FILES.match(path) and not _LOOKS_ONLY.search(source):
                    yield f"script {path.rpartition('/')[2] or source}"
            elif not _is_data(script.raw_text) and not _OTREE_OWN.match(script.raw_text):
                yield "a script of its own"

    def _handlers(self) -> Iterator[str]:
        for element in self._document.elements:
            for name, value in element.attributes.items():
                acts = name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
                if acts and not in_furniture(element):
                    yield f"{name} of a {element.tag}"


def _is_data(code: str) -> bool:
    """Whether a script only names values, so that nothing comes of it."""
    return _DATA_ONLY.fullmatch(_NOT_CODE.sub(lambda found: "0" if found[1] else " ", code)) is not None


def _hidden_required(controls: Controls) -> Iterator[str]:
    for element in controls.elements(controls.main_form()):
        needed = is_control(element) and element.has("required") and not is_disabled(element)
        if needed and kind(element) not in ("hidden", "submit", "button") and not controls.is_operable(element):
            yield element["name"] or element["id"] or element.tag
