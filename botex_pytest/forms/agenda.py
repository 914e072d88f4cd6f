"""What is still to be tried on one page, and what once more, alone and first, because nothing is told that happened only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from botex_pytest.form_results import Probe, Tried
from botex_pytest.forms.plan import LEFT_EMPTY, ODD, Plan


class Agenda:
    """Filled by the first plan. `allowed`: probes that may be tried, None for all. `grave`: what would be told as a fault."""

    def __init__(self, allowed: int | None, grave: Callable[[Tried], bool]) -> None:
        self._allowed, self._grave = allowed, grave
        self._todo: list[str] | None = None
        self._alone: list[str] = []  # for a participant of whom nothing else is wanted
        self._seen: dict[str, Tried] = {}
        self.left_out: tuple[str, ...] = ()
        self.counts = False

    @property
    def done(self) -> bool:
        return self._todo == [] and not self._alone

    def of(self, plan: Plan) -> Sequence[Probe]:
        """What the next participant is given, with the values that `plan` has for it now."""
        if self._todo is None:
            self._todo = self._within_budget(plan)
        known = {p.key: p for probe in plan.probes for p in (probe, *probe.singles)}
        self._alone = [key for key in self._alone if key in known]
        self._todo = [key for key in self._todo if key in known]
        return [known[key] for key in self._alone[:1] or self._todo]

    def settle(self, tried: Sequence[Tried], *, good_refused: bool) -> None:
        """What a session came to. A page that says yes today and no tomorrow is asked nothing more."""
        for one in tried:
            key, before = one.probe.key, self._seen.get(one.probe.key)
            self._todo = [k for k in self._todo or () if k != key]
            self._alone = [k for k in self._alone if k != key]
            self._seen[key] = one
            if before is not None:
                self.counts |= before.taken != one.taken and "unclear" not in (before.server, one.server)
            elif self._grave(one) or (one.taken and one.probe.wanted == "refused" and not one.first):
                self._alone += [*(single.key for single in one.probe.singles), key]
        if good_refused:
            self.counts = True
        if self.counts:
            self._todo, self._alone = [], []

    def _within_budget(self, plan: Plan) -> list[str]:
        if self._allowed is None or len(plan.probes) <= self._allowed:
            return [p.key for p in plan.probes]
        # what people do without meaning to first: leave out what they may
        worth = sorted(plan.probes, key=lambda p: (p.kind == ODD, p.kind != LEFT_EMPTY))
        kept = {p.key for p in worth[: self._allowed]}
        self.left_out = tuple(f"{p.kind}: {', '.join(p.values)}" for p in plan.probes if p.key not in kept)
        return [p.key for p in plan.probes if p.key in kept]
