"""Which pages have a form, in which sessions they may be seen at the least cost, and how much is tried in each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from botex_pytest.forms.asked import Asked, as_declared
from botex_pytest.forms.plan import plan
from botex_pytest.planning import Planned
from botex_pytest.project_info import AppInfo, FieldInfo, PageInfo, ProjectInfo
from botex_pytest.report.sentences import plural

_TRIES_PER_SECOND = {"chrome": 5.0, "auto": 30.0, "http": 30.0}
"""By driver, on two cores; for the estimate that is printed first."""

_FOLLOWED = 4
"""Sessions that a page takes when all is well: the valid answers, each on a participant of its own."""


@dataclass(frozen=True)
class FormPlace:
    """A page with a form. `sessions`: those that have it, the cheapest first. `allowed`: probes, None for all."""

    app: AppInfo
    page: PageInfo
    sessions: tuple[Planned, ...]
    allowed: int | None = None

    @property
    def where(self) -> str:
        return f"{self.app.name}.{self.page.name}"

    @property
    def declared(self) -> tuple[FieldInfo, ...]:
        """Also of a page whose fields a function names."""
        if not self.page.dynamic_fields:
            return self.page.fields
        types = self.app.columns.get(self.page.form_model, {})
        return tuple(FieldInfo(name, self.page.form_model, kind, blank=True) for name, kind in types.items())

    @property
    def expected(self) -> int:
        """How many probes the declared fields ask for; the page as seen may ask for some more."""
        return len(plan([Asked(f, as_declared(f)) for f in self.page.fields if f.type != "missing"]).probes)


def form_places(info: ProjectInfo, sessions: Sequence[Planned], budget: int | None = None) -> tuple[FormPlace, ...]:
    """Every page of `sessions` that has a form, in the order of the study. `budget`: probes that may be tried in all."""
    found = [
        FormPlace(app, page, _cheapest_first(info, app, page, sessions))
        for app in info.apps
        for page in app.pages
        if not page.wait and not page.trials and page.form_model and (page.fields or page.dynamic_fields)
    ]
    found = [place for place in found if place.sessions]
    shares = share_out([max(place.expected, 1) for place in found], budget)
    return tuple(FormPlace(p.app, p.page, p.sessions, share) for p, share in zip(found, shares, strict=True))


def _cheapest_first(info: ProjectInfo, app: AppInfo, page: PageInfo, sessions: Sequence[Planned]) -> tuple[Planned, ...]:
    able = [s for s in sessions if app.name in info.config(s.config).apps]
    return tuple(sorted(able, key=lambda s: (s.participants * s.pages, s.name)))


def share_out(wanted: Sequence[int], budget: int | None) -> tuple[int | None, ...]:
    """As evenly as the wants allow: who wants less leaves the rest to the others."""
    if budget is None or sum(wanted) <= budget:
        return (None,) * len(wanted)
    given, left = [0] * len(wanted), budget
    while left:
        for at in [n for n, want in enumerate(wanted) if given[n] < want]:
            if left:
                given[at], left = given[at] + 1, left - 1
    return tuple(given)


def told_first(places: Collection[FormPlace], driver: str) -> Iterator[str]:
    """The plan and its cost, in words."""
    if not places:
        yield "no page of the sessions that are played has a form"
        return
    tries = sum(p.expected if p.allowed is None else p.allowed for p in places)
    sessions = _FOLLOWED * len(places)
    pages = sum(_FOLLOWED * p.sessions[0].participants * p.sessions[0].pages for p in places)
    minutes = (tries + pages) / _TRIES_PER_SECOND[driver] / 60
    took = "under a minute" if minutes < 1 else f"about {minutes:.0f} min"
    pages_told = plural(len(places), "page")
    yield f"forms of {pages_told}: {tries} answers to try in about {sessions} sessions, {took} where all is well"
    left_out = sum(p.expected - p.allowed for p in places if p.allowed is not None)
    if left_out:
        yield f"the budget leaves out {left_out} answers (--botex-forms-budget)"
