"""Groups by round, with roles, payoffs and fee: the session as an experimenter knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botex_pytest.export.rows import Places
from botex_pytest.otree_exports import app_exports, kept_exports
from botex_pytest.records import PlayedSession

Plain = dict[str, Any]
Place = tuple[str, int]
"""App and round."""


def groups(played: PlayedSession, places: Places) -> Plain | None:
    """Participants down, rounds across; None when there is nothing to tell. Payoffs of rounds are oTree's own numbers, and are
    only known where oTree's exports were kept."""
    told: dict[tuple[Place, int], Plain] = {}
    for app, rows in app_exports(kept_exports(played.folder)).items():
        grouped = places.has_groups(app)
        for row in rows:
            place = app, int(row["subsession.round_number"])
            group = row.get("group.id_in_subsession", "") if grouped else ""
            told[place, int(row["participant.id_in_session"])] = _cell(
                group, row.get("player.role", ""), row.get("player.payoff", "")
            )
    for g in played.result.flow.groups:
        for number, role in g.members.items():
            told.setdefault(((g.app, g.round), int(number)), _cell(str(g.number), role, ""))
    reached = list(_reached(played, places))
    columns = [place for place in reached if any(_says(told.get((place, p.number))) for p in played.result.participants)]
    paid = {payment.number: payment for payment in played.result.payments}
    if not columns and not paid:
        return None
    several = {app for app, round_ in columns if round_ > 1}
    return {
        "columns": [f"{app}, round {round_}" if app in several else app for app, round_ in columns],
        "rows": [
            {
                "id": f"P{person.number}",
                "cells": [told.get((place, person.number)) for place in columns],
                "paid": _paid(paid.get(person.number)),
            }
            for person in played.result.participants
        ],
    }


def _cell(group: str, role: str, payoff: str) -> Plain:
    return {"group": group, "role": role, "payoff": _number(payoff)}


def _number(text: str) -> str:
    """`12.0` as `12`; nothing for a payoff that is not set."""
    try:
        return f"{float(text):g}"
    except ValueError:
        return ""


def _says(cell: Mapping[str, str] | None) -> bool:
    return cell is not None and bool(cell["group"] or cell["role"] or cell["payoff"] not in ("", "0"))


def _reached(played: PlayedSession, places: Places) -> Iterator[Place]:
    """In the order of the study."""
    pages = {step.seen.page.index: step.seen.page for steps in played.transcripts.values() for step in steps if step.seen}
    found = (places.of(played.result.config, pages[index]) for index in sorted(pages))
    yield from dict.fromkeys((app, round_) for app, _, round_ in found if round_)


def _paid(payment: Any) -> list[str]:
    return [f"{payment.payoff:g}", f"{payment.money:.2f}", f"{payment.fee:.2f}", f"{payment.total:.2f}"] if payment else []
