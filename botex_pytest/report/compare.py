"""Two runs side by side: what a change to the study came to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botex_pytest.models.likeness import Likeness, blank
from botex_pytest.page import Field, Page, Value
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.records import PlayedSession, read_sessions
from botex_pytest.report import sentences
from botex_pytest.report.causes import Cause, group_findings
from botex_pytest.report.distribution import bars, in_words
from botex_pytest.report.earnings import earnings
from botex_pytest.report.redaction import Redaction, own_redaction
from botex_pytest.report.sentences import plural
from botex_pytest.report.text import printable
from botex_pytest.results import GROUP_NAMES, SessionResult, judged
from botex_pytest.run_folder import RunFolder

_LONGEST = 12
"""Lines of one page that are shown; whoever needs more opens the reports."""

_PLACES = ("project", "runs_dir")
"""Settings that say where things are: a copy of a project is the same study."""


@dataclass(frozen=True)
class _Side:
    """One of the two runs."""

    folder: RunFolder
    info: Mapping[str, Any]
    plays: Mapping[str, Sequence[PlayedSession]]  # by config and variant
    redaction: Redaction | None = None

    @classmethod
    def of(cls, folder: RunFolder, hidden: Sequence[str] | None) -> _Side:
        plays: dict[str, list[PlayedSession]] = {}
        sessions, info, hidden = read_sessions(folder), folder.info(), own_redaction(folder.info()) if hidden is None else hidden
        redaction = Redaction(hidden, sessions, info) if hidden else None
        for played in sessions:
            plays.setdefault(played.result.name, []).append(redaction.session(played) if redaction else played)
        return cls(folder, info, plays, redaction)

    def clean(self, change: Change) -> Change:
        """Without what this run was told to remove."""
        return from_plain(Change, self.redaction.data(to_plain(change))) if self.redaction else change

    @property
    def settings(self) -> dict[str, str]:
        """What may be behind a difference that is no change of the study."""
        made = {name: str(self.info.get(key) or "") for name, key in (("oTree", "otree_version"), ("botex", "version"))}
        rows = (row for row in self.info.get("settings", ()) if row["name"] not in _PLACES)
        return {**made, **{str(row["name"]): str(row.get("value")) for row in rows}}

    def causes(self, names: Iterable[str]) -> dict[tuple[str, str], Cause]:
        results = [played.result for name in names for played in self.plays[name]]
        return {(cause.group, cause.key): cause for cause in group_findings(results) if cause.group != "note"}


@dataclass(frozen=True)
class Change:
    """One difference. `lines`: what it consists of, with `+` and `-` in front. `charts`: what was answered before and after."""

    text: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True)
class Chart:
    """Answers to one question in one of the runs."""

    told: str
    bars: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Comparison:
    """`sections`: by title, only those with something in them."""

    names: tuple[str, str]
    sections: dict[str, list[Change]]

    def lines(self) -> list[str]:
        """For the terminal or a mail."""
        lines = [f"{self.names[0]}, then {self.names[1]}:"]
        for title, changes in self.sections.items():
            lines += ["", f"{title}:"]
            for change in changes:
                lines += [f"  {change.text}", *(f"    {line}" for line in change.lines)]
        return [printable(line) for line in (lines if self.sections else [*lines, SAME])]


SAME = "nothing changed that bots can see."


def compare(first: RunFolder, second: RunFolder, hidden: Sequence[str] | None = None) -> Comparison:
    """What ended otherwise, findings gone and new, pages that changed, answers, payoffs. Costs a read of every transcript of both
    runs. Killed runs are compared as far as they got. `hidden`: what --botex-redact removes; by default what each was told to."""
    before, after = _Side.of(first, hidden), _Side.of(second, hidden)
    both = [name for name in before.plays if name in after.plays]
    old, new = before.causes(both), after.causes(both)
    sections = {
        "Played otherwise": list(map(Change, _settings(before.settings, after.settings))),
        "Only in the first": [Change(name) for name in before.plays if name not in both],
        "Only in the second": [Change(name) for name in after.plays if name not in both],
        "Ended otherwise": [Change(line) for name in both for line in _ends(before.plays[name], after.plays[name])],
        "Findings gone": [Change(_finding(cause)) for key, cause in old.items() if key not in new],
        "Findings new": [Change(_finding(cause)) for key, cause in new.items() if key not in old],
        "Pages changed": [change for name in both for change in _pages(name, before.plays[name], after.plays[name])],
        "Answers": [change for name in both for change in _answers(name, before.plays[name], after.plays[name])],
        "Payoffs": [Change(line) for name in both for line in _payoffs(name, before, after)],
    }
    names = (first.name, second.name) if first.name != second.name else (str(first.path), str(second.path))
    told = {title: [after.clean(before.clean(change)) for change in changes] for title, changes in sections.items() if changes}
    return Comparison(names, told)


def _settings(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, value in before.items():
        if after.get(name, value) != value:  # a setting that one version of botex did not have says nothing
            yield f"{name}: {value or 'not set'}, then {after[name] or 'not set'}"


def _ends(before: Sequence[PlayedSession], after: Sequence[PlayedSession]) -> Iterator[str]:
    """How many ended how. How many pages they saw is left out: who comes last to a wait page does not see it."""
    old, new = ([p.result for p in plays] for plays in (before, after))
    if _statuses(old) != _statuses(new):
        now = sentences.config_sentence(new).removeprefix(f"{new[0].name}: ")
        yield f"{sentences.config_sentence(old)}; then {now}"


def _statuses(plays: Sequence[SessionResult]) -> list[str]:
    return sorted(person.status for person in judged(plays).participants)


def _finding(cause: Cause) -> str:
    return f"{GROUP_NAMES[cause.group]}: {cause.finding.title} [{cause.who}]"


# --- pages ---

_Lines = dict[str, dict[str, None]]
"""Lines with numbers blanked -> as they were read, by whoever saw them."""


def _pages(name: str, before: Sequence[PlayedSession], after: Sequence[PlayedSession]) -> Iterator[Change]:
    old, new = _read(before), _read(after)
    yield from (Change(f"{where} [{name}] is seen by nobody any more") for where in old if where not in new)
    yield from (Change(f"{where} [{name}] is seen for the first time") for where in new if where not in old)
    for where, lines in new.items():
        changes = list(_changes(old[where], lines)) if where in old else []
        more = [f"... and {plural(len(changes) - _LONGEST, 'more line')}"] if len(changes) > _LONGEST else []
        if changes:
            yield Change(f"{where} [{name}]", (*changes[:_LONGEST], *more))


def _read(plays: Sequence[PlayedSession]) -> dict[str, _Lines]:
    """What anybody ever read on each page: whoever has another role, or comes in another round, reads other lines."""
    found: dict[str, _Lines] = {}
    for played in plays:
        people = played.result.participants
        names = [played.result.code, *(name for p in people for name in (p.code, p.label))]
        alike = {(page.where, page.text, page.fields, page.buttons): page for page in _seen(played)}  # most people read the same
        for page in alike.values():
            like = Likeness.of(page, names)
            lines = found.setdefault(page.where, {})
            for line in (*like.text, *like.controls):
                lines.setdefault(blank(line), {})[line] = None
    return found


def _seen(played: PlayedSession) -> Iterator[Page]:
    """Without wait pages, which are seen by whoever is early, and error pages, which the findings tell."""
    steps = (step for steps in played.transcripts.values() for step in steps)
    return (step.seen.page for step in steps if step.seen and step.seen.page.kind in ("form", "still"))


def _changes(before: _Lines, after: _Lines) -> Iterator[str]:
    """Numbers are often drawn, or follow from what others did: a line where nothing else differs counts as changed only if
    everybody read one number before, and everybody another one now."""
    for blanked, lines in before.items():
        if blanked not in after:
            yield from (f"- {line}" for line in list(lines)[:1])
    for blanked, lines in after.items():
        earlier = before.get(blanked, {})
        if len(earlier) == len(lines) == 1 and earlier != lines:
            yield f"- {next(iter(earlier))}"
        if not earlier or (len(earlier) == len(lines) == 1 and earlier != lines):
            yield f"+ {next(iter(lines))}"


# --- answers and payoffs ---


def _answers(name: str, before: Sequence[PlayedSession], after: Sequence[PlayedSession]) -> Iterator[Change]:
    old, new = _given(before), _given(after)
    for question in dict.fromkeys([*old, *new]):
        first, then = (_chart(side.get(question, [])) for side in (old, new))
        if first.told != then.told:
            yield Change(f"{question} [{name}]: {first.told}; then {then.told}", charts=(first, then))


def _chart(given: Sequence[tuple[Field | None, Value]]) -> Chart:
    field, values = given[0][0] if given else None, [value for _, value in given]
    return Chart(in_words(field, values), tuple(bars(field, values)))


def _given(plays: Sequence[PlayedSession]) -> dict[str, list[tuple[Field | None, Value]]]:
    """Answers that were taken in the play that counts, by page and field."""
    counted = judged([played.result for played in plays])
    found: dict[str, list[tuple[Field | None, Value]]] = {}
    for played in plays:
        if played.result != counted:
            continue
        for step in (step for steps in played.transcripts.values() for step in steps if step.seen):
            page = step.seen.page if step.seen else None
            for t in (t for t in step.tries if t.submitted and t.submitted.outcome == "moved" and page):
                for field, value in t.answered.values.items():
                    where = f"{page.where} {field}" if page else field
                    found.setdefault(where, []).append((page.field(field) if page else None, value))
    return found


def _payoffs(name: str, before: _Side, after: _Side) -> Iterator[str]:
    old, new = (
        earnings(judged([p.result for p in side.plays[name]]), side.info.get("info") or {}) or "not known"
        for side in (before, after)
    )
    if old != new:
        yield f"{name}: {old}; then {new}"
