"""A report that may be shown to others: without participant labels, completion codes, and what was answered in some fields.

What is removed is removed where it was given, and wherever else it is read: on later pages, in messages, in what models were
told. A value of less than four letters is only removed where it was given: it is found in half of all sentences. Pictures cannot
be searched, so that those of pages which ask for or show what is removed are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from botex_pytest.addresses import parts
from botex_pytest.errors import RunFolderError
from botex_pytest.page import Field, Page, Value
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.records import PlayedSession, Step, Try
from botex_pytest.redact import MARK
from botex_pytest.results import Ending, Finding, SessionResult

LABELS, TEXTS = "labels", "texts"
"""What can be named beside fields: nothing but labels and codes; every field for free text."""

_TEXT_KINDS = ("text", "longtext")
_SHORTEST = 4
_CODE_NAME = re.compile(r"cc|.*(code|token).*", re.IGNORECASE)
_CODE_SHOWN = re.compile(r"\b(?i:(?:completion|survey|payment) code)\b\W{0,3}(?:is\W{1,3})?((?=[\w-]*\d)[\w-]{4,}|[A-Z]{4,})")
_MACHINE_WORDS = ("id", "link", "group", "status", "verdict")
"""Keys of the report's data by which its script finds things."""

_SAID = frozenset(
    (
        "title",
        "detail",
        "url",
        "answer",
        "messages",
        "advice",
        "lines",
        "reason",
        "outgoing",
        "payoff",
        "skipped",
        "settings",
        "form",
    )
)
"""What is text in results; everything else is names of ours and of the author's."""

T = TypeVar("T")


class Redaction:
    """Of one run. `named`: fields, or `labels`, or `texts`. Raises `RunFolderError` for a field that the study does not have: a
    misspelt name must not pass for a removed one. `part`: not all of the run is known yet, such as where the field is."""

    def __init__(
        self, named: Collection[str], sessions: Sequence[PlayedSession], info: Mapping[str, Any], *, part: bool = False
    ) -> None:
        asked = [field for page in _pages(sessions) for field in page.fields]
        answered = {name for t in _tries(sessions) for name in t.answered.values}
        known = {field.name for field in asked} | answered | set(_declared(info))
        unknown = [name for name in named if name not in {*known, LABELS, TEXTS}]
        if unknown and not part:
            raise RunFolderError.unknown_field(unknown[0], known)
        self.fields = {name for name in named if name not in (LABELS, TEXTS)}
        if TEXTS in named:
            self.fields |= {field.name for field in asked if field.kind in _TEXT_KINDS}
        self._all_texts = TEXTS in named
        values = [*_labels(sessions), *_codes(sessions, info), str(PurePath(str(info.get("project") or "")).parent)]
        values += [text for t in _tries(sessions) for name in self.fields for text in _texts(t.answered.values.get(name, ()))]
        self._pattern = _pattern(values)

    @property
    def told(self) -> tuple[str, ...]:
        """What the report says of itself."""
        fields = [f"what was answered to {name}" for name in sorted(self.fields)]
        texts = ["every answer in free text"] if self._all_texts else []
        return ("participant labels", "completion codes", *(texts or fields), "pictures of the pages that ask for or show it")

    def session(self, played: PlayedSession) -> PlayedSession:
        """`played` without what was given in the fields, and without pictures that may show it."""
        steps = {number: self.steps(taken) for number, taken in played.transcripts.items()}
        kept = {step.shot for taken in steps.values() for step in taken}
        gone = {step.shot for taken in played.transcripts.values() for step in taken} - kept
        return replace(played, transcripts=steps, result=self._result(played.result, gone))

    def steps(self, taken: Iterable[Step]) -> tuple[Step, ...]:
        """The same of one participant."""
        return tuple(self._steps(taken))

    def result(self, result: SessionResult) -> SessionResult:
        """`result` for those who show no pictures: terminal, JUnit, GitHub. Without what is to be removed, in any text."""
        result = self._clean(self._result(result, gone=()))
        return replace(
            result,
            participants=tuple(map(self._clean, result.participants)),
            findings=tuple(self._clean(replace(f, shot="")) for f in result.findings),
            endings=tuple(map(self._clean, result.endings)),
        )

    def _clean(self, told: T) -> T:
        plain = to_plain(told)
        cleaned = {name: self.data(plain[name]) for name in _SAID & plain.keys()}
        if "://" in plain.get("where", ""):  # no page of the study has a name there: it is an address, such as the link
            cleaned["where"] = _address(plain["where"])
        return from_plain(type(told), {**plain, **cleaned})

    def data(self, value: Any) -> Any:
        """The report's data without the values that are known to be removed."""
        if isinstance(value, str):
            return self._pattern.sub(MARK, value) if self._pattern else value
        if isinstance(value, dict):
            return {key: part if key in _MACHINE_WORDS else self.data(part) for key, part in value.items()}
        return [self.data(part) for part in value] if isinstance(value, list) else value

    def _steps(self, taken: Iterable[Step]) -> Iterator[Step]:
        given = False  # a model that remembers tells what was answered in words of its own from there on
        for step in taken:
            given = given or any(name in self.fields for t in step.tries for name in t.answered.values)
            tries = tuple(self._try(t, hush=given) for t in step.tries)
            acted = tuple(replace(a, meta=_hushed(a.meta) if given else a.meta) for a in step.acted)
            unanswered = tuple(replace(u, meta=_hushed(u.meta) if given else u.meta) for u in step.unanswered)
            remarked = replace(step.remarked, meta=_hushed(step.remarked.meta)) if step.remarked and given else step.remarked
            step = replace(step, tries=tries, acted=acted, unanswered=unanswered, remarked=remarked)  # noqa: PLW2901
            yield _without_shot(step) if step.seen and self._shows(step.seen.page) else step

    def _try(self, t: Try, *, hush: bool) -> Try:
        answered, submitted = t.answered, t.submitted
        reasons = {name: MARK if name in self.fields and text else text for name, text in answered.reasons.items()}
        meta = _hushed(answered.meta) if hush else answered.meta
        answered = replace(answered, values=self._answer(answered.values), reasons=reasons, meta=meta)
        return replace(t, answered=answered, submitted=submitted and replace(submitted, outgoing=_address(submitted.outgoing)))

    def _answer(self, values: Mapping[str, Value]) -> dict[str, Value]:
        return {name: MARK if name in self.fields else value for name, value in values.items()}

    def _result(self, result: SessionResult, gone: Collection[str]) -> SessionResult:
        def finding(found: Finding) -> Finding:
            return replace(found, answer=self._answer(found.answer), shot="" if found.shot in gone else found.shot)

        def ending(end: Ending) -> Ending:
            return replace(end, answer=self._answer(end.answer), outgoing=_address(end.outgoing))

        return replace(
            result,
            participants=tuple(replace(p, label="") for p in result.participants),
            findings=tuple(map(finding, result.findings)),
            endings=tuple(map(ending, result.endings)),
        )

    def _shows(self, page: Page) -> bool:
        read = [page.text, page.title, *(text for field in page.fields for text in _texts(field.value or ()))]
        return any(self._hides(f) for f in (*page.fields, *page.tools)) or any(self.data(text) != text for text in read)

    def _hides(self, field: Field) -> bool:
        return field.name in self.fields or (self._all_texts and field.kind in _TEXT_KINDS)


def own_redaction(info: Mapping[str, Any]) -> list[str]:
    """What a run was told to remove. `info`: its run.json."""
    said = (str(row.get("value") or "") for row in info.get("settings", ()) if row["name"] == "redact")
    return [name for value in said for name in value.split(",") if name]


def _pages(sessions: Iterable[PlayedSession]) -> Iterator[Page]:
    steps = (step for played in sessions for taken in played.transcripts.values() for step in taken)
    return (step.seen.page for step in steps if step.seen)


def _tries(sessions: Iterable[PlayedSession]) -> Iterator[Try]:
    return (t for played in sessions for taken in played.transcripts.values() for step in taken for t in step.tries)


def _declared(info: Mapping[str, Any]) -> Iterator[str]:
    for app in (info.get("info") or {}).get("apps", ()):
        yield from (field["name"] for page in app["pages"] for field in page.get("fields", ()))


def _labels(sessions: Iterable[PlayedSession]) -> Iterator[str]:
    return (person.label for played in sessions for person in played.result.participants)


def _codes(sessions: Sequence[PlayedSession], info: Mapping[str, Any]) -> Iterator[str]:
    """Completion codes: in links to other servers, in fields of session configs, and where a page calls them so."""
    links = [ending.outgoing for played in sessions for ending in played.result.endings]
    links += [t.submitted.outgoing for t in _tries(sessions) if t.submitted]
    for page in _pages(sessions):
        links += page.links_out
        yield from _CODE_SHOWN.findall(page.text)
    for config in (info.get("info") or {}).get("configs", ()):
        for name, value in (config.get("fields") or {}).items():
            if isinstance(value, str):
                links.append(value)
                if _CODE_NAME.fullmatch(name) and "://" not in value:
                    yield value
    for link in links:
        yield from (value for name, value in parse_qsl(parts(link).query) if _CODE_NAME.fullmatch(name))


def _address(link: str) -> str:
    """Without what it hands over."""
    address, mark, _ = link.partition("?")
    return f"{address}{mark}{MARK}" if mark else address


def _texts(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _pattern(values: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whole words, with any white space between them, as pages fold line breaks; also in live messages, which are JSON."""
    long = {value.strip() for value in values if len(value.strip()) >= _SHORTEST}
    forms = {form for value in long for form in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1])}
    parts = [r"\s+".join(map(re.escape, form.split())) for form in sorted(forms, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def _hushed(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a model's calls took, without what was told and said."""
    told = ("system", "prompt", "reply", "problem")
    calls = [{key: MARK if key in told and part else part for key, part in call.items()} for call in meta.get("calls", ())]
    return {**meta, "calls": calls} if calls else dict(meta)


def _without_shot(step: Step) -> Step:
    told = {name: getattr(step, name) for name in ("seen", "advanced", "ended")}
    return replace(step, failure_shot="", **{name: replace(event, shot="") for name, event in told.items() if event})
