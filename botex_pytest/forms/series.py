"""Tries one probe after the other on one participant, in the browser and past it, until one is taken: then this participant has
left the page, and its bot plays on to the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from botex_pytest.drivers.base import Tab
from botex_pytest.form_results import Crash, Probe, Reaction, Tried
from botex_pytest.forms.past import Past, is_taken
from botex_pytest.page import Answer, Message, Outcome, Page, Value

_TYPED = 100
"""Letters that are typed one by one, at most; a longer text is pasted."""


@dataclass
class Series:
    """One session's share. `probes`: page as seen, good answer -> what to try, in order. `browser`: whether the driver is one."""

    probes: Callable[[Page, Answer], Sequence[Probe]]
    past: Past
    browser: bool
    watch: Callable[[], Callable[[], Crash | None]]  # called before something is sent: what the log says of it afterwards
    begun: bool = False
    tried: list[Tried] = field(default_factory=list)
    good_refused: bool = False  # the good answer, which was taken before, was not taken after the others

    def run(self, tab: Tab, page: Page, answer: Answer) -> Outcome:
        """In place of submitting the bot's `answer`, which is a good one: what came of the last thing that was sent."""
        self.begun = True
        trial = _Trial(tab, page, answer, self.past)
        for probe in self.probes(page, answer):
            told = self.watch()
            tried, outcome = trial.of(probe, in_browser=self.browser and probe.by_hand, first=not self.tried)
            self.tried.append(replace(tried, crash=told()) if tried.server == "error" else tried)
            if outcome is not None:
                return outcome
        outcome = trial.good()
        self.good_refused = bool(self.tried) and outcome.kind == "rejected"  # blocked: a reload may have undone what it needs
        return outcome


class _Trial:
    def __init__(self, tab: Tab, page: Page, answer: Answer, past: Past) -> None:
        self._tab, self._page, self._answer, self._past = tab, page, answer, past
        self._fresh = True  # nothing was filled in since the page was opened

    def good(self) -> Outcome:
        page = self._page if self._fresh else self._reopened()
        if page.index != self._page.index:
            return Outcome("moved", page, sent=False)
        return self._tab.submit(self._answer_on(page, dict(self._answer.values)))

    def of(self, probe: Probe, *, in_browser: bool, first: bool) -> tuple[Tried, Outcome | None]:
        """The outcome is None as long as the participant is still on the page."""
        browser: Reaction = ""
        said: tuple[Message, ...] = ()
        if in_browser:
            browser, outcome = self._in_browser(probe)
            said = outcome.messages
            if browser in ("taken", "error", "refused"):
                told = browser != "refused" or _is_told(self._page, outcome, probe)
                left = outcome if browser == "taken" else None
                return Tried(probe, browser, browser, said, told, first), left
            if outcome.kind in ("moved", "left"):  # by itself, or with another value: nothing can be said, and the page is gone
                return Tried(probe, browser, "unclear", said, True, first), outcome
            if _sent_otherwise(outcome, probe):
                return Tried(probe, browser, "unclear", said, True, first), None
        server, outcome = self._past_browser(probe)
        tried = Tried(probe, browser, server, said or outcome.messages, True, first)
        return tried, Outcome("moved", self._tab.open(self._page.url)) if server == "taken" else None

    def _in_browser(self, probe: Probe) -> tuple[Reaction, Outcome]:
        page = self._page if self._fresh else self._reopened()
        if page.index != self._page.index:
            return "unclear", Outcome("moved", page, sent=False)
        values = {**self._answer.values, **probe.values}
        emptied = {n for n, v in probe.values.items() if v == "" and _cannot_be_cleared(page, n)}
        self._fresh = False
        typed = tuple(n for n, v in probe.values.items() if isinstance(v, str) and 0 < len(v) <= _TYPED)
        outcome = self._tab.submit(self._answer_on(page, {n: v for n, v in values.items() if n not in emptied}, typed))
        reaction = _reaction(outcome, probe, page)
        # An error page is a fault of the study's, whatever was sent: people who type this come to it.
        return "unclear" if _sent_otherwise(outcome, probe) and reaction != "error" else reaction, outcome

    def _past_browser(self, probe: Probe) -> tuple[Reaction, Outcome]:
        pressed = next((b for b in self._page.buttons if b.ref == self._answer.button and b.name), None)
        button: dict[str, Value] = {pressed.name: pressed.value} if pressed else {}
        values = {**button, **self._answer.values, **probe.values}
        outcome = self._past(self._page, values)
        return _reaction(outcome, probe, self._page), outcome

    def _reopened(self) -> Page:
        self._fresh = True
        return self._tab.open(self._page.url)

    def _answer_on(self, page: Page, values: dict[str, Value], typed: tuple[str, ...] = ()) -> Answer:
        """The good answer's button, as it is called on `page`."""
        was = next((b for b in self._page.buttons if b.ref == self._answer.button), None)
        same = (b.ref for b in page.buttons if was and replace(b, ref="", enabled=True) == replace(was, ref="", enabled=True))
        return Answer(values, next(same, None), typed=typed)


def _reaction(outcome: Outcome, probe: Probe, before: Page) -> Reaction:
    if is_taken(outcome, before):
        return "taken"
    if outcome.kind == "moved":  # to an error page of the server's, or nobody knows where
        return "error" if outcome.sent and outcome.page.status else "unclear"
    if outcome.kind == "unchanged":
        return "unclear"
    named = {m.field for m in outcome.messages}
    if named and not named & {*probe.values, ""}:
        return "unclear"  # something else was wrong
    return "refused" if outcome.kind == "rejected" else "stopped"


def _sent_otherwise(outcome: Outcome, probe: Probe) -> bool:
    """Whether a script of the page made something else of what was typed, and that was sent: it says nothing of the probe."""
    return outcome.kind in ("moved", "rejected", "left") and bool(set(outcome.unfilled) & set(probe.values))


def _is_told(before: Page, outcome: Outcome, probe: Probe) -> bool:
    """Whether the page says what is wrong: at the field, or in words that were not there before, besides the box at its head."""
    if any(m.field in probe.values for m in outcome.messages):
        return True
    known = {*before.text.splitlines(), *(line for m in outcome.page.messages for line in m.splitlines())}
    return any(line.strip() and line not in known for line in outcome.page.text.splitlines())


def _cannot_be_cleared(page: Page, name: str) -> bool:
    seen = page.field(name)
    return seen is not None and seen.widget == "radio"
