"""The tables of what bots did: who took part, what they saw, what they answered, what came of it, what models were told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botex_pytest.export.rows import Places, Row, Visit, moment, visits, whose
from botex_pytest.page import Field, Value
from botex_pytest.records import PlayedSession, Step, Try
from botex_pytest.usage import Usage


def participants(played: PlayedSession) -> Iterator[Row]:
    """One row for each participant of each play. `money`, `fee` and `total` are real currency, `payoff` is as oTree counts it."""
    result = played.result
    paid = {payment.number: payment for payment in result.payments}
    for person in result.participants:
        pay = paid.get(person.number)
        taken = played.transcripts.get(person.number, ())
        yield {
            **whose(played, person.number),
            "label": person.label,
            "model": person.model or result.model,
            "driver": result.driver,
            "seed": result.seed,
            "counts": not result.replayed,
            "status": person.status,
            "reason": person.reason,
            "where": person.where,
            "index": person.index,
            "max_index": person.max_index,
            "pages": person.pages,
            "rejected": person.rejected,
            "advanced": person.advanced,
            "payoff": pay.payoff if pay else None,
            "money": pay.money if pay else None,
            "fee": pay.fee if pay else None,
            "total": pay.total if pay else None,
            "started": moment(next((step.seen.at for step in taken if step.seen), None)),
            "seconds": person.seconds,
            **_spent(person.usage),
            "remarks": {name: text for step in taken if step.remarked for name, text in step.remarked.remarks.items()} or None,
        }


def pages(played: PlayedSession, places: Places) -> Iterator[Row]:
    """One row for each page that somebody saw, wait pages included; in every round anew."""
    for visit in visits(played, places):
        step, seen = visit.step, visit.step.seen
        if seen is None:
            continue
        yield {
            **visit.keys,
            "index": seen.page.index,
            "kind": seen.page.kind,
            "title": seen.page.title,
            "text": seen.page.text,
            "http_status": seen.page.status,
            "arrived": moment(seen.at),
            "seconds_to_load": seen.seconds,
            "seconds_on_page": None if step.stayed is None else round(step.stayed, 3),
            "seconds_waited": step.waited.seconds if step.waited else None,
            "tries": len(step.tries),
            "rejected": sum(1 for t in step.tries if t.submitted and t.submitted.outcome == "rejected"),
            "actions": [acted.description for acted in step.acted],
            "advanced": step.advanced.why if step.advanced else "",
            "after": seen.after,
            "screenshot": f"{played.result.folder}/{step.shot}" if step.shot else "",
        }


def submits(played: PlayedSession, places: Places) -> Iterator[Row]:
    """One row for each form that was filled in, also for those that came back. `outcome` is "moved" when it was taken, None when
    the run was killed before that was known."""
    for visit in visits(played, places):
        for t in visit.step.tries:
            yield {
                **_attempt(visit, t),
                "button": t.answered.button,
                "answers": t.answered.values,
                "messages": [f"{m.field}: {m.text}" if m.field else m.text for m in t.submitted.messages] if t.submitted else [],
                "to": t.submitted.to if t.submitted else "",
                "leaves_to": t.submitted.outgoing if t.submitted else "",
                "seconds": t.submitted.seconds if t.submitted else None,
            }


def responses(played: PlayedSession, places: Places) -> Iterator[Row]:
    """One row for each question that was answered, also when the answer came back: `accepted` tells them apart. `value` is what
    was put in, to the letter; `meaning` the label of a choice."""
    for visit in visits(played, places):
        for t in visit.step.tries:
            for name, value in t.answered.values.items():
                asked = visit.step.seen.page.field(name) if visit.step.seen else None
                yield {
                    **_attempt(visit, t),
                    "field": name,
                    "label": asked.label if asked else "",
                    "kind": asked.kind if asked else "",
                    "unit": asked.unit if asked else "",
                    "value": list(value) if isinstance(value, tuple) else value,
                    "meaning": _meaning(asked, value),
                    "reason": t.answered.reasons.get(name, ""),
                    "source": t.answered.sources.get(name, ""),
                    "message": " ".join(m.text for m in t.submitted.messages if m.field == name) if t.submitted else "",
                }


def forms(played: PlayedSession) -> Iterator[Row]:
    """One row for each answer that --botex-forms tried; `wanted` is what should have come of it."""
    form, result = played.result.form, played.result
    for number, tried in enumerate(form.tried if form else (), start=1):
        app, _, page = form.where.partition(".") if form else ("", "", "")
        yield {
            "config": result.config,
            "app": app,
            "page": page,
            "round": form.round if form else None,
            "number": number,
            "kind": tried.probe.kind,
            "values": tried.probe.values,
            "rule": tried.probe.rule,
            "source": tried.probe.source,
            "wanted": tried.probe.wanted,
            "browser": tried.browser,
            "server": tried.server,
            "messages": [f"{m.field}: {m.text}" if m.field else m.text for m in tried.said],
            "crash": tried.crash.title if tried.crash else "",
        }


def conversations(played: PlayedSession, places: Places) -> Iterator[Row]:
    """One row for each call to a language model, in the order of the calls; nothing of models that are none."""
    for visit in visits(played, places):
        for about, attempt, model, meta in _asked(visit.step):
            for number, call in enumerate(meta.get("calls", ()), start=1):
                yield {
                    **visit.keys,
                    "about": about,
                    "attempt": attempt,
                    "call": number,
                    "model": model,
                    "system": call.get("system", ""),
                    "prompt": call.get("prompt", ""),
                    "reply": call.get("reply"),
                    "problem": call.get("problem", ""),
                    **_spent(Usage.of({"calls": [call]})),
                    "seconds": call.get("seconds"),
                }


def _asked(step: Step) -> Iterator[tuple[str, int | None, str, Mapping[str, Any]]]:
    """What a model was asked on one page: about what, for which attempt, which model, and what was said."""
    model = step.tries[0].answered.model if step.tries else step.unanswered[0].model if step.unanswered else ""
    for acted in step.acted:
        yield "action", None, model, acted.meta
    questions = [(t.answered.attempt, t.answered.at, "answer", t.answered.model, t.answered.meta) for t in step.tries]
    questions += [(u.attempt, u.at, "no answer", u.model, u.meta) for u in step.unanswered]
    for attempt, _, about, name, meta in sorted(questions, key=lambda question: question[1]):
        yield about, attempt, name, meta
    if step.remarked:
        yield "remarks", None, step.remarked.model, step.remarked.meta


def _attempt(visit: Visit, t: Try) -> Row:
    return {
        **visit.keys,
        "attempt": t.answered.attempt,
        "at": moment(t.answered.at),
        "model": t.answered.model,
        "outcome": t.submitted.outcome if t.submitted else None,
        "accepted": t.submitted is not None and t.submitted.outcome == "moved",
    }


def _meaning(asked: Field | None, value: Value) -> str:
    labels = {choice.value: choice.label for choice in asked.choices} if asked else {}
    chosen = value if isinstance(value, tuple) else (value,)
    return "; ".join(labels[v] for v in chosen if labels.get(v))


def _spent(usage: Usage) -> Row:
    """Costs in USD, None where a price is not known."""
    return {"calls": usage.calls, "tokens_in": usage.tokens_in, "tokens_out": usage.tokens_out, "cost": usage.cost}
