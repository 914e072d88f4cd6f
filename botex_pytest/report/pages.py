"""Each page with all participants side by side: what they answered, how long they took, what came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from botex_pytest.export.rows import Places
from botex_pytest.page import Field, Page, Value
from botex_pytest.records import PlayedSession, Step
from botex_pytest.report.distribution import bars, in_words
from botex_pytest.report.sentences import duration, plural, value_text

Plain = dict[str, Any]


def place(page: Page) -> str:
    """`page.where`, but the same for everybody: the address of what is no page of the study may name the participant."""
    return "the end" if page.kind == "finished" else page.where if page.name or page.waits_for else "outside of oTree"


@dataclass(frozen=True)
class Visit:
    """One participant on one page."""

    played: PlayedSession
    number: int
    step: Step
    page: Page
    round: int | None

    @property
    def answers(self) -> Mapping[str, Value]:
        """What the server took; of a page that was never left, nothing."""
        return self.step.accepted.answered.values if self.step.accepted else {}


@dataclass
class Seen:
    """One page, with everybody who saw it. `fields`: its questions, as the first who was asked saw them; None for what is no
    question, such as a button that answers."""

    where: str
    visits: list[Visit] = field(default_factory=list)
    fields: dict[str, Field | None] = field(default_factory=dict)

    def given(self, name: str) -> list[Value]:
        return [v.answers[name] for v in self.visits if name in v.answers]


def plays_by_config(played: Sequence[PlayedSession]) -> dict[str, list[PlayedSession]]:
    """The plays of each config and variant; forms that were only checked left out."""
    plays: dict[str, list[PlayedSession]] = {}
    for one in played:
        if not one.result.form:
            plays.setdefault(one.result.name, []).append(one)
    return plays


def seen_pages(plays: Sequence[PlayedSession], places: Places) -> list[Seen]:
    """The pages of one config in the order of the study, from all its plays; without wait pages and oTree's own last one."""
    found: dict[str, Seen] = {}
    for visit in sorted(_visits(plays, places), key=lambda v: (v.page.index, v.played.result.play, v.number)):
        page = found.setdefault(place(visit.page), Seen(place(visit.page)))
        page.visits.append(visit)
        for question in visit.page.fields:
            page.fields.setdefault(question.name, question)
        for t in visit.step.tries:
            for name in t.answered.values:
                page.fields.setdefault(name, None)
    return list(found.values())


def _visits(plays: Sequence[PlayedSession], places: Places) -> Iterator[Visit]:
    for played in plays:
        for number, steps in played.transcripts.items():
            for step in steps:
                if step.seen and step.seen.page.kind not in ("wait", "finished"):
                    page = step.seen.page
                    yield Visit(played, number, step, page, places.of(played.result.config, page)[2])


def page_view(name: str, number: int, pages: Sequence[Seen], ids: Mapping[str, str]) -> Plain:
    """Of one config. `ids`: anchors of sessions by folder."""
    return {"name": name, "pages": [_page(f"g{number}/{n}", seen, ids) for n, seen in enumerate(pages, start=1)]}


def _page(anchor: str, seen: Seen, ids: Mapping[str, str]) -> Plain:
    people = {(v.played.result.folder, v.number) for v in seen.visits}
    several_rounds = len({v.round for v in seen.visits}) > 1
    several_plays = len({v.played.result.folder for v in seen.visits}) > 1
    stayed = [v.step.stayed for v in seen.visits if v.step.stayed is not None]
    refused = sum(len(v.step.refused) for v in seen.visits)
    facts = [
        plural(len(people), "participant"),
        f"seen {len(seen.visits)} times" if len(seen.visits) > len(people) else "",
        f"{duration(median(stayed))} on it (median)" if stayed else "",
        f"{plural(refused, 'answer')} refused" if refused else "",
    ]
    return {
        "id": anchor,
        "where": seen.where,
        "facts": [fact for fact in facts if fact],
        "refused": refused,
        "questions": [_question(name, asked, seen) for name, asked in seen.fields.items()],
        "rows": [_row(v, seen, ids, several_plays, several_rounds) for v in seen.visits],
    }


def _question(name: str, asked: Field | None, seen: Seen) -> Plain:
    values = seen.given(name)
    return {"name": name, "label": asked.label if asked else "", "told": in_words(asked, values), "bars": bars(asked, values)}


def _row(visit: Visit, seen: Seen, ids: Mapping[str, str], several_plays: bool, several_rounds: bool) -> Plain:
    step = visit.step
    return {
        "link": f"{ids[visit.played.result.folder]}/P{visit.number}/{step.number}",
        "who": f"P{visit.number}" + (f", play {visit.played.result.play}" if several_plays else ""),
        "round": str(visit.round or "") if several_rounds else "",
        "took": duration(step.stayed) if step.stayed is not None else "",
        "refused": len(step.refused),
        "answers": [_shown(seen.fields[name], visit.answers.get(name)) for name in seen.fields],
    }


def _shown(asked: Field | None, value: Value | None) -> str:
    if value is None:
        return ""
    labels = {choice.value: choice.label for choice in asked.choices} if asked else {}
    chosen = (value,) if isinstance(value, str) else value
    return " + ".join(labels.get(one) or one for one in chosen) or value_text(value)
