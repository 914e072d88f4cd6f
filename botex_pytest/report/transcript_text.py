"""One participant's way through the study as text, to be read without the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Plain = dict[str, Any]


def transcript_text(steps: Sequence[Plain]) -> str:
    """`steps` as `timeline.timeline` has them."""
    return "\n".join(line for step in steps for line in (*_step(step), ""))


def _step(step: Plain) -> Iterator[str]:
    facts = (step.get("where"), step.get("round"), step.get("kind"))
    yield f"{step['number']}. {', '.join(str(fact) for fact in facts if fact)}"
    yield from (f"    | {line}" for line in str(step.get("text") or "").splitlines())
    if step["after"]:
        yield f"    after: {step['after']}"
    yield from (f"    did: {_because(acted['what'], acted['reason'])}" for acted in step["acted"])
    for tried in step["tries"]:
        for answer in tried["answers"]:
            meaning = f" ({answer['meaning']})" if answer["meaning"] else ""
            yield f"    {answer['name']} = {_because(answer['value'] + meaning, answer['reason'])}"
        button = f", by {tried['button']}" if tried["button"] else ""
        yield f"    -> {tried['outcome']}{button}"
        yield from (f"       {message}" for message in tried["messages"])
    yield from (f"    no answer: {asked['reason']}" for asked in step["unanswered"])
    yield from (f"    {'sent' if m['sent'] else 'received'}: {m['text']}" for m in step["messages"])
    yield from (f"    {event['kind']}: {event['text']}" for event in step["noticed"])
    yield from (f"    {said}" for said in (step["waited"], step["advanced"], step["ended"]) if said)


def _because(what: str, reason: str) -> str:
    return f"{what}, because: {reason}" if reason else what
