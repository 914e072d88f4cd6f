"""Whether participants still go through the pages that the flow snapshot names.

Pages that everybody sees are fixed by the code: where those differ, the study has changed, and the run fails. Pages with an
is_displayed are compared only between participants for whom the conditions read the same values, since answers and chance decide
what these are; a difference is to review.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

from botex_pytest.flow import Way
from botex_pytest.flow_file import FOLDER, Snapshot, page_of
from botex_pytest.project_info import ProjectInfo
from botex_pytest.results import Finding

_UNSEEN = {"vars", "random", "time", "datetime"}
"""What a condition may read and oTree's data do not show."""

_LINES = 40  # of a diff


def flow_changes(snapshot: Snapshot, ways: Iterable[Way], info: ProjectInfo, config: str) -> Iterator[Finding]:
    """A finding for each way that the snapshot does not have. Nothing is said of cases that it has not met."""
    known = {f"{app.name}.{page.name}" for app in info.apps for page in app.pages}
    gone = {page_of(step) for way in snapshot.ways for step in way.pages} - known
    decided = fixed_pages(info, config) | gone  # by the code alone
    for way in ways:
        same_case = [w for w in snapshot.ways if all(w.when.get(n, value) == value for n, value in way.when.items())]
        if same_case:
            recorded, now = [_without(w.pages, snapshot.varies) for w in same_case], _without(way.pages, snapshot.varies)
        else:
            recorded, now = [_only(w.pages, decided) for w in snapshot.ways], _only(way.pages, decided)
        if recorded and now not in recorded:
            yield _changed(max(recorded, key=lambda w: SequenceMatcher(None, w, now).ratio()), now, way, decided, config)


def fixed_pages(info: ProjectInfo, config: str) -> frozenset[str]:
    """Pages that everybody sees who gets that far: no condition, and no app that people may leave early before them."""
    found, left_early = set(), False
    for name in info.config(config).apps:
        for page in info.app(name).pages:
            if not page.conditional and not page.wait and not left_early:
                found.add(f"{name}.{page.name}")
            left_early = left_early or page.chooses_app
    return frozenset(found)


def varying_pages(info: ProjectInfo, config: str, ways: Collection[Way]) -> tuple[str, ...]:
    """Pages that oTree's data cannot explain: their condition reads what is not in there, or participants alike in all that it
    reads (or sent on by app_after_this_page) went different ways."""
    always = fixed_pages(info, config)
    names = {f"{app.name}.{page.name}": set(page.condition_names) for app in info.apps for page in app.pages}
    hidden = {where for way in ways for where in map(page_of, way.pages) if names.get(where, set()) & _UNSEEN}
    apart = {page_of(step) for one in ways for other in ways if one.when == other.when for step in {*one.pages} ^ {*other.pages}}
    return tuple(sorted((hidden | apart) - always))


def _without(pages: Iterable[str], varies: Collection[str]) -> list[str]:
    return [step for step in pages if page_of(step) not in varies]


def _only(pages: Iterable[str], fixed: Collection[str]) -> list[str]:
    return [step for step in pages if page_of(step) in fixed]


def _changed(before: list[str], now: list[str], way: Way, decided: Collection[str], config: str) -> Finding:
    new = _pages([step for step in now if step not in before])
    gone = _pages([step for step in before if step not in now])
    moved = [] if new or gone else _pages([step for step, other in zip(now, before, strict=False) if step != other])
    words = ((new, "new"), (gone, "gone"), (moved, "elsewhere"))
    what = ", ".join(f"{where} is {word}" for pages, word in words for where in pages)
    for_all = _only(before, decided) != _only(now, decided)
    again = f"pytest --botex --botex-config {config} --botex-update-flow"
    by_chance = "" if for_all else f" If it comes and goes by chance, add the page to `varies` in {FOLDER}."
    return Finding(
        "changed-flow",
        "broken" if for_all else "review",
        f"The pages are not those that {FOLDER} has: {what}",
        config,
        f"changed-flow|{what}",
        () if for_all else (way.participant,),
        detail="\n".join(list(_diff(before, now))[:_LINES]),
        advice=f"If you meant that: {again}, and commit the file.{by_chance}",
    )


def _pages(steps: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(page_of, steps)))


def _diff(before: list[str], now: list[str]) -> Iterator[str]:
    """Lines that differ, each with its neighbours."""
    for kind, a, b, c, d in SequenceMatcher(None, before, now).get_opcodes():
        if kind == "equal":
            shown = before[a:b] if b - a <= 3 else [before[a], "...", before[b - 1]]
            yield from (f"  {_said(step)}" for step in shown)
        else:
            yield from (f"- {_said(step)}" for step in before[a:b])
            yield from (f"+ {_said(step)}" for step in now[c:d])


def _said(step: str) -> str:
    round_ = step.rpartition(" ")[2]
    return page_of(step) + (f" (round {round_})" if round_ not in ("", "1") else "") if " " in step else step
