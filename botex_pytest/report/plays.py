"""How often a config was played and why, what each play came by, and what might reach the pages that nobody saw."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from botex_pytest.options import ARRIVALS
from botex_pytest.report.sentences import by_config, config_verdict, listed, passed_of, play_count, plural
from botex_pytest.results import GROUP_NAMES, Purpose, SessionResult, by_repeat, judged

_PURPOSES: dict[Purpose, str] = {
    "": "",
    "other-answers": "with other answers, after an early end",
    "exploring": "exploring",
    "human-pace": "at human pace, after something broke",
    "machine-speed": "at machine speed again, after what broke did not happen at human pace",
}
_NAMED = 4
"""Pages that one line names; the report has them all."""


def how(play: SessionResult) -> list[str]:
    """In what way a play differs from the usual one."""
    arrivals = f"arrivals {play.arrivals}" if play.arrivals != ARRIVALS[0] else ""
    pace = f"{play.time_factor:g} of human reading speed" if play.time_factor and play.purpose != "human-pace" else ""
    return [fact for fact in (_PURPOSES[play.purpose], arrivals, pace) if fact]


def which_counts(plays: Sequence[SessionResult]) -> str:
    """`played 3 times; play 2 says who finished`; empty when there was one."""
    if len(plays) == 1:
        return ""
    if play_count(plays) > 1:
        return f"played {play_count(plays)} times over, {passed_of(plays)} passed"
    counts = judged(plays)
    return f"played {len(plays)} times; {'the last' if counts is plays[-1] else f'play {counts.play}'} says who finished"


def repeated(plays: Sequence[SessionResult]) -> Iterator[str]:
    """What the times came to that a config was played over: one line, and one more for each that did not pass."""
    times = by_repeat(plays)
    if len(times) == 1:
        return
    yield f"{plays[0].name}: {passed_of(plays)} plays passed"
    for time in times:
        verdict = config_verdict(time)
        why = dict.fromkeys(f.title for play in time for f in play.findings if f.group == verdict)
        if verdict not in ("played", "unfinished"):
            told = ": ".join(part for part in (GROUP_NAMES[verdict], "; ".join(why)) if part)
            yield f"    play {judged(time).play}, seed {time[0].seed}: {told}"


def explored(plays: Sequence[SessionResult]) -> Iterator[str]:
    """What exploring a config came to: one line, and one more for each play; nothing when it was not explored."""
    if not any(play.purpose == "exploring" for play in plays):
        return
    to_explore = [play for play in plays if play.purpose not in ("human-pace", "machine-speed")]
    news = [_news(play, to_explore[:at]) for at, play in enumerate(to_explore)]
    quiet = next((n for n, new in enumerate(reversed(news)) if new), len(news))
    end = f"the last {quiet} reached nothing new" if quiet > 1 else "more may be reached: --botex-max-plays"
    yield f"{plays[0].name}: {plural(len(to_explore), 'session')}; {end}"
    for play, new in zip(to_explore, news, strict=True):
        yield f"    play {play.play}, {play.arrivals}: {new or 'nothing new'}"


def _news(play: SessionResult, earlier: Sequence[SessionResult]) -> str:
    new = play.reached.beyond(e.reached for e in earlier)
    causes = {f.key for f in play.findings} - {f.key for e in earlier for f in e.findings}
    named = f" ({', '.join(new.pages[:_NAMED])}{', ...' if len(new.pages) > _NAMED else ''})" if new.pages and earlier else ""
    parts = [
        f"{plural(len(new.pages), 'page')}{named}" if new.pages else "",
        plural(len(new.ways), "way") if new.ways else "",
        plural(len(new.answers), "choice") if new.answers else "",
        plural(len(causes), "cause") if causes else "",
    ]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Unseen:
    """The pages of one config that nobody saw, and what might lead there; `command` is empty when all of it was tried."""

    text: str  # `trust: trust.Chat, trust.Refused`
    hint: str
    command: str


def unseen(results: Sequence[SessionResult]) -> list[Unseen]:
    """One entry for each config with pages that no participant of any play saw."""
    found = []
    for name, plays in by_config(results).items():
        pages = [page for page in plays[0].unseen if all(page in p.unseen for p in plays)]
        if pages:
            found.append(Unseen(f"{name}: {', '.join(pages)}", *_what_may_help(plays)))
    return found


def _what_may_help(plays: Sequence[SessionResult]) -> tuple[str, str]:
    if any(play.purpose == "exploring" for play in plays):
        return "", ""
    untried = [a for a in ARRIVALS if len(plays[0].participants) > 1 and all(a != play.arrivals for play in plays)]
    what = f"arrivals {' or '.join(untried)}" if untried else "other answers"
    more = ["--botex-arrivals", untried[-1]] if untried else ["--botex-explore"]
    return f"{what} may lead there", shlex.join(["pytest", "--botex", "--botex-config", plays[0].config, *more])


def sped_up(results: Sequence[SessionResult]) -> dict[str, str]:
    """A sentence about the configs that were only played at machine speed, with the command that plays them otherwise."""
    plays = by_config([play for play in results if not play.form])
    fast = [name for name, of_config in plays.items() if not any(play.time_factor for play in of_config)]
    sentence = f"{listed(fast)}: read and typed at machine speed" if fast else ""
    return {sentence: "pytest --botex --botex-time-factor 1"} if fast else {}
