"""What a page's check came to, among the sessions of the run: for items, terminal, store and report like any of them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from botex_pytest.checks.examine import accepted
from botex_pytest.form_results import FormResult
from botex_pytest.forms.judge import FormJudge
from botex_pytest.forms.places import FormPlace
from botex_pytest.lab import Lab
from botex_pytest.manner import Manner
from botex_pytest.planning import Planned
from botex_pytest.results import FORMS, Finding, SessionResult
from botex_pytest.session_result import not_found, write_result


def stored(lab: Lab, place: FormPlace, planned: Planned, form: FormResult, started: float) -> SessionResult:
    """Written to the run folder, without secrets, and returned as it is there."""
    folder = lab.folder.session_folder(FORMS, form.where)
    found = (
        *_trouble(planned, form),
        *FormJudge(place.where, place.page, planned.config).findings(form),
    )
    result = SessionResult(
        config=planned.config,
        variant=planned.variant,
        play=1,
        code="",
        seed=Manner.of(planned, lab.config).seed,
        model="",
        driver=lab.config.driver,
        folder=f"sessions/{folder.name}",
        participants=(),
        findings=tuple(_told(lab, planned, found)),
        skipped=(*_not_tried(form), *_vanished(planned, form, found)),
        seconds=time.time() - started,
        started=started,
        form=form,
    )
    return write_result(lab.folder, folder, result)


def _trouble(planned: Planned, form: FormResult) -> Iterator[Finding]:
    if form.trouble:
        yield Finding("harness", "infrastructure", form.trouble, planned.config, f"harness|{form.where}", where=form.where)


def _told(lab: Lab, planned: Planned, found: Sequence[Finding]) -> Iterator[Finding]:
    """Without checks that are switched off; what the author has accepted is only noted."""
    for finding in found:
        if finding.check not in lab.config.skip_checks and planned.study.check_on(finding.check):
            yield accepted(finding) if planned.study.accepts(finding.key) else finding


def _not_tried(form: FormResult) -> Iterator[str]:
    if form.reason:
        yield form.reason
    yield from form.untried
    yield from (f"left out by the budget: {what}" for what in form.left_out)
    unclear = sorted({f"{t.probe.kind}: {', '.join(t.probe.values)}" for t in form.tried if t.server == "unclear"})
    if unclear:
        yield f"nothing can be said about {'; '.join(unclear)}"


def _vanished(planned: Planned, form: FormResult, found: Sequence[Finding]) -> Iterator[str]:
    """Accepted in botex.toml for this page. What oTree is accepted for may come up on any page."""
    if form.tried:
        gone = planned.study.vanished(f.key for f in found)
        yield from not_found(entry for entry in gone if entry.split("|")[1:2] == [form.where])
