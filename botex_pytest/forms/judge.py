"""What was tried to findings. A fault is only what a person can do in the browser, against a rule that somebody has declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from botex_pytest.form_results import FormResult, Probe, Tried
from botex_pytest.forms.plan import HIGHEST, LEFT_EMPTY, LOWEST, ODD, TOO_BIG
from botex_pytest.page import Value
from botex_pytest.project_info import PageInfo
from botex_pytest.report.sentences import answers
from botex_pytest.results import Finding, Group
from botex_pytest.toml_text import toml_list, toml_table

_OTREES = re.compile(
    r"This field is required|Not a valid (integer|float|decimal) value|Number must be |Not a valid choice|Invalid Choice"
    r"|Field cannot be longer than|Please fix the errors"
)
_SHOWN = 60
"""Letters of a value in a title."""

_TOGETHER = {
    LOWEST: "the least that is allowed",
    HIGHEST: "the greatest that is allowed",
    LEFT_EMPTY: "all that may be left empty",
}


@dataclass(frozen=True)
class FormJudge:
    """One page; `config`: where it was tried."""

    where: str
    page: PageInfo
    config: str

    def grave(self, tried: Tried) -> bool:
        """Whether this would be told as a fault, and so has to happen twice."""
        return any(f.group == "broken" or tried.crash for f in self._of(tried, ()))

    def findings(self, form: FormResult) -> tuple[Finding, ...]:
        last: dict[str, Tried] = {}
        for tried in form.tried:  # what came later counts more, but for a crash: that it came once is enough to be told
            if not _crashed(last.get(tried.probe.key)):
                last[tried.probe.key] = tried
        if form.counts:
            return (self._counts(form), *(f for t in last.values() if t.server == "error" for f in self._of(t, form.tried)))
        found: list[Finding] = []
        for tried in last.values():
            parts = [last[s.key] for s in tried.probe.singles if s.key in last]
            if not any(self.grave(part) for part in parts):  # else it is told of the one that it is
                found += self._of(tried, form.tried)
        return tuple({f.key: f for f in found}.values())

    def _of(self, tried: Tried, all_tried: Iterable[Tried]) -> Iterator[Finding]:
        probe = tried.probe
        if _crashed(tried):
            yield self._error(tried, all_tried)
            return
        if probe.kind == "comma" and any("'15'" in m.text for m in tried.said):
            where = f"{self.where}, {probe.field}"
            title = f"Chrome leaves out the comma of 1,5 in a whole number and says nothing: it holds 15 ({where})"
            yield self._finding("otree-form", "note", title, tried, key="otree-form|comma-left-out")
        if probe.kind == ODD:
            yield from self._otree(tried)
        elif probe.source == "label" and tried.server in ("taken", "refused") and tried.server != probe.wanted:
            yield self._label(tried)
        elif probe.wanted == "refused" and tried.taken:
            yield self._not_kept(tried)
        elif probe.wanted == "taken" and "unclear" not in (tried.server, tried.browser):
            yield from self._kept_back(tried)
        if tried.server == "refused" and not tried.told and probe.wanted == "refused" and probe.source == "model":
            yield self._silent(tried)

    def _silent(self, tried: Tried) -> Finding:
        """oTree then says at the head of the page that something is wrong, and nowhere what."""
        title = f"{self.where} refuses {_what(tried.probe)} and does not say what is wrong"
        advice = f"Add {{{{ formfield_errors '{tried.probe.field}' }}}} beside the input."
        key = f"silent-refusal|{self.where}|{tried.probe.field}"
        return self._finding("silent-refusal", "review", title, tried, advice=advice, key=key)

    def _error(self, tried: Tried, all_tried: Iterable[Tried]) -> Finding:
        probe, crash = tried.probe, tried.crash
        later = tried.taken
        times = [_crashed(t) for t in all_tried if t.probe.key == probe.key]
        untried = not tried.browser and probe.by_hand  # what is allowed, people can do
        doubtful = probe.kind == ODD or not (tried.by_a_person or (untried and later and probe.wanted == "taken"))
        group: Group = "review" if doubtful or not all(times) else "broken"
        if not tried.by_a_person and not later and crash and not crash.file:
            sent = f"{self.where}, {_values(probe)}"
            what = f"oTree itself fails when it is sent what no participant can send ({sent}): {crash.title}"
            return self._finding("otree-form", "note", what, tried, key=f"otree-form|{crash.title}")
        after = f"{_what(probe)} at {self.where}"
        title = crash.title if crash else "no traceback of it was found"
        what = f"{after} is taken, and then: {title}" if later else f"{after} ends in a server error: {title}"
        if not tried.by_a_person and not untried:
            what += " (no participant can do this: the browser does not send it)"
        if not all(times):
            what += f" ({sum(times)} of {len(times)} times)"
        advice = "Require an answer, or let the code that fails do without one." if "" in probe.values.values() else ""
        return self._finding("crash-later" if later else "error-on-answer", group, what, tried, advice=advice)

    def _otree(self, tried: Tried) -> Iterator[Finding]:
        if not tried.taken:
            return
        for name, value in tried.probe.values.items():
            kind, title = _oddity(value)
            key = f"otree-form|{kind}"  # once a run, whatever the page
            one = Tried(Probe(ODD, {name: value}, "open", source="otree"), tried.browser, tried.server)
            yield self._finding("otree-form", "note", f"{title} ({self.where}, {name})", one, key=key)

    def _label(self, tried: Tried) -> Finding:
        verb = "takes" if tried.taken else "refuses"
        title = f"{self.where}: {tried.probe.rule}, and the field {verb} {_values(tried.probe)}"
        return self._finding("label-and-bounds", "review", title, tried, advice="Let label, min and max say the same.")

    def _not_kept(self, tried: Tried) -> Finding:
        probe = tried.probe
        rule = f"“{probe.rule}”" if probe.rule else probe.kind
        if tried.by_a_person:
            title = f"{self.where} does not keep the rule {rule}: {_values(probe)} is taken"
            return self._finding("rule-not-kept", "broken", title, tried, advice="Declare the rule in the model's field.")
        stopped = "only the browser keeps" if tried.browser == "stopped" else "the server does not keep"
        only = stopped if probe.by_hand else "only the controls of the page keep"
        title = f"{self.where}: {only} the rule {rule}; the server takes {_values(probe)}"
        advice = "Whoever sends it otherwise gets through: declare the rule in the model's field as well, or accept this."
        return self._finding("only-in-browser", "review", title, tried, advice=advice)

    def _kept_back(self, tried: Tried) -> Iterator[Finding]:
        """Of an answer within all declared rules."""
        what, said = _what(tried.probe), _said(tried)
        if tried.server == "refused" and self._authored(tried):
            title = f"{self.where} refuses {what} in the author's own words: {said}"
            yield self._finding("own-refusal", "note", title, tried)
        elif tried.server == "refused":
            title = f"{self.where} refuses {what}, which is within all declared rules: {said}"
            yield self._finding("valid-refused", "broken", title, tried)
        elif tried.browser == "stopped":  # which may be a script's doing
            title = f"{self.where}: the browser does not send {what}, which is within all declared rules: {said}"
            yield self._finding("valid-refused", "review", title, tried)

    def _authored(self, tried: Tried) -> bool:
        """Whether code of the author's may have refused it."""
        own = {f.name for f in self.page.fields if "error_message" in f.dynamic}
        by_code = self.page.own_error_message or self.page.dynamic_fields or bool(own & set(tried.probe.values))
        return by_code and not (tried.said and all(_OTREES.match(m.text) for m in tried.said))

    def _counts(self, form: FormResult) -> Finding:
        title = f"{self.where} takes an answer at one time and not at another: it counts attempts, or asks something new"
        tried = form.tried[-1] if form.tried else Tried(Probe("", {}, "open"))
        return self._finding("counts-attempts", "note", f"{title}; it was probed no further", tried)

    def _finding(self, check: str, group: Group, title: str, tried: Tried, *, advice: str = "", key: str = "") -> Finding:
        crash, probe = tried.crash, tried.probe
        what = (probe.field or probe.kind, probe.kind if probe.field else "", *probe.choice)
        key = key or "|".join(filter(None, (check, self.where, *what)))
        to_accept = (toml_table(self.config), toml_list("accept", [key])) if group in ("broken", "review") else ()
        return Finding(
            check,
            group,
            title,
            self.config,
            key,
            where=crash.where if crash and crash.where else self.where,
            detail=crash.detail if crash else "",
            answer=dict(probe.values),
            messages=tuple(m.text for m in tried.said if tried.server == "refused" or tried.browser == "stopped"),
            advice=advice,
            lines=to_accept,
            file=crash.file if crash and crash.file else self.page.file,
            line=crash.line if crash and crash.file else self.page.line,
        )


def _crashed(tried: Tried | None) -> bool:
    return tried is not None and (tried.crash is not None or tried.server == "error")


def _oddity(value: Value) -> tuple[str, str]:
    if value == TOO_BIG:
        return "big", f"oTree takes {TOO_BIG} in a whole number without max, which a database like PostgreSQL cannot hold"
    if isinstance(value, str) and not value.strip():
        return "blanks", "oTree takes blanks for an answer to a question that must be answered"
    if isinstance(value, str) and "," in value:
        return "comma", "oTree takes a decimal comma for a point, so that 1,000 would be one"
    return "long-text", "oTree does not keep max_length of a LongStringField"


def _said(tried: Tried) -> str:
    """Without the box at the head, which only says that there are errors."""
    telling = [m.text for m in tried.said if m.field] or [m.text for m in tried.said if not _OTREES.match(m.text)]
    return "; ".join(telling or [m.text for m in tried.said]) or "nothing was said"


def _what(probe: Probe) -> str:
    return f"{_TOGETHER[probe.kind]} ({_values(probe)})" if not probe.field and probe.kind in _TOGETHER else _values(probe)


def _values(probe: Probe) -> str:
    short: Mapping[str, Value] = {n: _cut(v) for n, v in probe.values.items()}
    return answers(short)


def _cut(value: Value) -> Value:
    return value if isinstance(value, tuple) or len(value) <= _SHOWN else f"{value[:10]}... ({len(value)} letters)"
