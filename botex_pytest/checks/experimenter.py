"""What the experimenter meets: pages and exports that fail, exports that do not fit together, payments and completion links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from botex_pytest.checks.base import AdminPage, Moment, Play
from botex_pytest.checks.static_links import code_fault
from botex_pytest.results import Finding, Payment

_WHEN: Mapping[Moment, str] = {
    "before": "before anybody has started",
    "middle": "while somebody is still on the way, or has dropped out",
    "end": "at the end of the session",
}
_ENOUGH = 3
"""Parts played by a role, below which it may have earned nothing by chance."""


def failing_pages(play: Play) -> Iterator[Finding]:
    """Pages and exports that answer with an error, each by the last one: earlier ones have the same reason as a rule. Before
    anybody has started there may rightly be nothing to show: to review."""
    failed = {page.name: page for page in play.admin if page.status >= 400}
    for name, page in failed.items():
        fault = page.fault
        error = fault.error if fault else f"HTTP status {page.status}"
        yield Finding(
            "admin-page",
            "review" if page.moment == "before" else "broken",
            f"The experimenter gets an error from {name} {_WHEN[page.moment]}: {error}",
            play.config,
            f"admin-page|{name}|{fault.cause if fault else error}",
            where="experimenter",
            detail=fault.text if fault else "",
            advice=fault.advice if fault else "oTree's log says nothing about it; open it in a browser.",
            file=fault.file if fault else "",
            line=fault.line if fault else 0,
        )


def uneven_exports(play: Play) -> Iterator[Finding]:
    """Exports with rows longer or shorter than their first, with two columns of one name, or with more or fewer columns at
    another moment."""
    first: dict[str, AdminPage] = {}
    for page in play.admin:
        fault = _unevenness(page, first.setdefault(page.name, page)) if any(page.rows) else ""
        if fault:
            yield Finding(
                "uneven-export",
                "review",
                f"In {page.name}, {fault}",
                play.config,
                f"uneven-export|{page.name}",
                advice="Give every row one value for each column, None where there is nothing: else columns shift in the file.",
            )


def _unevenness(page: AdminPage, before: AdminPage) -> str:
    """Nothing is said of names where the first row may be no head: it then changes with the data."""
    rows, earlier = [row for row in page.rows if row], [row for row in before.rows if row]
    head = rows[0]
    uneven = next((number for number, row in enumerate(rows, 1) if len(row) != len(head)), 0)
    if uneven:
        return f"row {uneven} has {_columns(len(rows[uneven - 1]))}, and the first has {len(head)}"
    if earlier and len(earlier[0]) != len(head):
        return f"there are {_columns(len(head))} {_WHEN[page.moment]}, and {len(earlier[0])} {_WHEN[before.moment]}"
    twice = [name for name in head if head.count(name) > 1 and name.isidentifier()]
    is_head = page is not before and earlier and earlier[0] == head
    return f"two columns have the name {twice[0]}" if twice and is_head else ""


# --- payments ---


def payments(play: Play) -> tuple[Payment, ...]:
    """What everybody would be paid, from the wide export at the end; () where oTree has none."""
    exports = [page.rows for page in play.admin if page.name == "the wide export" and page.moment == "end" and page.rows]
    return tuple(_payment(row, use_points=play.info.use_points) for row in (_as_dicts(exports[0]) if exports else ()))


def _payment(row: Mapping[str, str], *, use_points: bool) -> Payment:
    payoff, fee = _number(row.get("participant.payoff")), _number(row.get("session.config.participation_fee"))
    rate = _number(row.get("session.config.real_world_currency_per_point")) if use_points else Decimal(1)
    number = int(row.get("participant.id_in_session") or 0)
    return Payment(number, float(payoff), float(payoff * rate), float(fee), float(payoff * rate + fee))


def negative_payments(play: Play) -> Iterator[Finding]:
    owed = [p for p in payments(play) if p.payoff < 0]
    if owed:
        yield Finding(
            "odd-payment",
            "review",
            f"Somebody would be paid less than nothing: P{owed[0].number} gets {owed[0].money:.2f} {play.info.currency}, "
            f"and {owed[0].total:.2f} with the participation fee",
            play.config,
            "odd-payment|negative",
            tuple(p.number for p in owed),
            advice="Nobody can be asked to pay: give an endowment, or a lower limit to the payoff.",
        )


def roles_without_pay(play: Play) -> Iterator[Finding]:
    """A role that earned nothing in all its parts while another did, as far as people finished. Only where the answers were
    random: whoever always takes all leaves nothing to others. Roles that appear too rarely are not judged."""
    finished = {p.code for p in play.players if p.stop and p.stop.kind in ("finished", "still") and p.model == "random"}
    for name in dict.fromkeys(play.info.config(play.config).apps):
        earned: dict[str, list[Decimal]] = defaultdict(list)
        for row in play.rows(name) or ():
            if row.get("player.role") and row.get("participant.code") in finished:
                earned[row["player.role"]].append(_number(row.get("player.payoff")))
        for role, amounts in earned.items():
            others = [amount for other, theirs in earned.items() if other != role for amount in theirs]
            if len(amounts) >= _ENOUGH and not any(amounts) and any(amount > 0 for amount in others):
                yield Finding(
                    "odd-payment",
                    "review",
                    f"In {name} the role {role} earns nothing in all its {len(amounts)} parts, while others earn",
                    play.config,
                    f"odd-payment|{name}|{role}",
                    advice="Is its payoff set?",
                )


# --- the way back to the recruiting platform ---


def completion_codes(play: Play) -> Iterator[Finding]:
    """Links at the end whose completion code is empty or a placeholder."""
    for player in play.players:
        stop = player.stop
        link = (stop.outgoing or next(iter(stop.page.links_out), "")) if stop else ""
        fault = code_fault(link)
        if stop and fault:
            yield Finding(
                "completion-link",
                "review",
                f"{stop.where} leads to {link}, {fault}",
                play.config,
                f"completion-link|{stop.where}|{link}",
                (player.number,),
                stop.where,
                advice="Put in the code that the recruiting platform gave for this study, else nobody can be paid there.",
            )


def _as_dicts(rows: Iterable[tuple[str, ...]]) -> list[dict[str, str]]:
    head, *rest = rows
    return [dict(zip(head, row, strict=False)) for row in rest if row]


def _columns(count: int) -> str:
    return f"{count} column{'' if count == 1 else 's'}"


def _number(text: str | None) -> Decimal:
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)
