"""Replays recorded answers, records those of a model, or both: what is recorded is replayed, and the model asked for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botex_pytest.model_names import RECORDED
from botex_pytest.models.base import Ask, Model, Person, Respondent
from botex_pytest.models.likeness import Likeness, blank, button_line
from botex_pytest.models.recording import Kept, Key, Recording, Who
from botex_pytest.models.reply import fitting
from botex_pytest.page import KEY, NOTHING, SCROLL, Answer, Page
from botex_pytest.recording_errors import RecordingMismatch

_SHORT = 100
"""Characters of a text that is kept of what a model wants kept."""

_LAST_WORD = 0
"""Stands for the try where something was said and nothing sent."""


@dataclass(frozen=True)
class Source:
    """Where the answers of one participant come from. `inner` makes the model ready, when it is first needed: a replay needs
    none. `again`: the command that records what has changed."""

    model: str
    recording: Recording
    asks: bool
    inner: Callable[[], Model]
    again: str = ""


class Recorded:
    """One participant's model."""

    def __init__(self, source: Source) -> None:
        self.name = source.model if source.asks else f"{source.model}{RECORDED}"
        self._source = source

    def prepare(self) -> None:
        pass

    def respondent(self, person: Person) -> Respondent:
        return _Respondent(self.name, self._source, person)

    def close(self) -> None:
        pass  # the model is closed by whoever made it


class _Respondent:
    def __init__(self, name: str, source: Source, person: Person) -> None:
        self.name = name
        self._source, self._person = source, person
        self._who = Who(source.model, dict(person.given()))
        self._visits: dict[tuple[str, int], list[int]] = {}  # indices at which a page class was met in a round
        self._unseen: list[tuple[Ask, Answer]] = []  # what the model did not see, because it was replayed
        self._model: Respondent | None = None

    def answer(self, ask: Ask) -> Answer:
        source, key = self._source, self._key(ask)
        now = source.recording.likeness(Likeness.of(ask.page, self._person.names))
        kept = source.recording.find(key)
        if kept and kept.likeness.same(now) and not _misfits(kept, now, ask):
            source.recording.meet(key)
            answer = _answer_of(kept, now, ask, source.model)
            self._unseen.append((ask, answer))
            return answer
        if not source.asks:
            raise self._why_not(kept, now, key, ask)
        answer = self._inner().answer(ask)
        source.recording.keep(key, _kept(answer, now, ask.page), self._who)
        return answer

    def read(self, ask: Ask) -> Answer | None:
        """A last word is given again as it is; a model that answered nothing itself is not asked for one."""
        recording, key = self._source.recording, self._key(ask)._replace(attempt=_LAST_WORD)
        if kept := recording.find(key):
            recording.meet(key)
            return Answer(reasons=kept.reasons, meta=kept.meta)
        said = self._model.read(ask) if self._model else None
        if said is not None:
            recording.keep(key, _kept(said, Likeness.of(ask.page, self._person.names), ask.page), self._who)
        return said

    def recall(self, ask: Ask, answer: Answer) -> None:
        self._unseen.append((ask, answer))

    def _inner(self) -> Respondent:
        """The model, told what it missed."""
        if self._model is None:
            self._model = self._source.inner().respondent(self._person)
        while self._unseen:
            self._model.recall(*self._unseen.pop(0))
        return self._model

    def _key(self, ask: Ask) -> Key:
        """A try begins with a refusal: whoever is asked again because a button was not ready yet gives the same answer."""
        tools = ask.acting or (bool(ask.page.fields) and ask.page.fields == ask.page.tools)
        indices = self._visits.setdefault((ask.where, ask.round), [])
        if ask.page.index not in indices:
            indices.append(ask.page.index)
        attempt = ask.attempt if tools else len(ask.refusals) + 1
        visit = indices.index(ask.page.index) + 1
        return Key(ask.participant, ask.where, ask.round, attempt, self._person.play, visit, tools)

    def _why_not(self, kept: Kept | None, now: Likeness, key: Key, ask: Ask) -> RecordingMismatch:
        recording, who, again = self._source.recording, f"P{ask.participant}", self._source.again
        path, known = recording.path, recording.keys(ask.participant)
        before = recording.who.get(ask.participant)
        drawn, meant = _differences(before.given, self._who.given) if before else ([], [])
        if meant:
            return RecordingMismatch.other_treatment(ask.where, who, path, [*meant, *drawn], again)
        if kept:
            return RecordingMismatch.page_changed(
                ask.where, who, path, [*kept.likeness.difference(now), *_misfits(kept, now, ask), *drawn], again
            )
        if key._replace(attempt=1) in known and ask.refusals:
            said = "; ".join(m.text for m in ask.refusals[-1].messages) or "nothing"
            return RecordingMismatch.refused_now(ask.where, who, path, said, again)
        pages = list(dict.fromkeys(k.page for k in known))
        last = f"the last one of {who} there is {pages[-1]}" if pages else f"it has no answers of {who}"
        if not recording.complete:
            last += ", because the recording was interrupted"
        return RecordingMismatch.not_recorded(ask.where, who, path, "; ".join([last, *drawn]), again)


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What the study gave a participant and is not as it was: numbers and codes, which may have been drawn; and words, which are
    the names of roles and treatments."""
    drawn: list[str] = []
    meant: list[str] = []
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            told = f"{name} was {old or 'empty'}, and is {new or 'empty'}"
            (drawn if blank(old) == blank(new) else meant).append(told)
    return drawn, meant


def _misfits(kept: Kept, now: Likeness, ask: Ask) -> list[str]:
    """Recorded answers that bounds which are others now do not admit. One that never fitted was meant to be refused."""
    found = []
    for field in ask.page.fields:
        value = None if field.name in ask.fixed else kept.values.get(field.name)
        if value is not None and kept.likeness.control(field.name) != now.control(field.name):
            try:
                fitting(field, value if isinstance(value, str) else list(value))
            except ValueError as error:
                found.append(f"{field.name} was answered {value}: {error}")
    return found


def _kept(answer: Answer, likeness: Likeness, page: Page) -> Kept:
    button = next((button_line(b) for b in page.buttons if b.ref == answer.button), "")
    button = button or (answer.button if answer.button and _stands_for_a_button(answer.button) else "")
    return Kept(likeness, dict(answer.values), button, dict(answer.reasons), dict(answer.sources), _brief(answer.meta))


def _brief(meta: Any) -> Any:
    """Figures and short words. Prompts would make the file longer than anybody reads; they are in the run that recorded it."""
    if isinstance(meta, Mapping):
        return {str(k): _brief(v) for k, v in meta.items() if not (isinstance(v, str) and len(v) > _SHORT)}
    return [_brief(v) for v in meta] if isinstance(meta, list | tuple) else meta


def _answer_of(kept: Kept, now: Likeness, ask: Ask, model: str) -> Answer:
    changed = "" if kept.likeness == now else ", on a page with other numbers"
    fixed = {name: value for name, value in ask.fixed.items() if ask.page.field(name)}
    sources = {name: f"recorded from {kept.sources.get(name, model)}{changed}" for name in kept.values if name not in fixed}
    return Answer({**kept.values, **fixed}, _ref(kept, ask), dict(kept.reasons), sources, dict(kept.meta))


def _ref(kept: Kept, ask: Ask) -> str | None:
    """The button that the author declares, else the recorded one; None, which is the next button, when that is not there."""
    if _stands_for_a_button(kept.button):
        return kept.button
    declared = [b for b in ask.page.buttons if b.role == "answer" and ask.fixed.get(b.name) == b.value]
    same = [b for b in ask.page.buttons if button_line(b) == kept.button]
    return next((b.ref for b in (*declared, *same)), None)


def _stands_for_a_button(ref: str) -> bool:
    return ref in (NOTHING, SCROLL) or ref.startswith(KEY)
