"""What a page without a control is: the end, a declared end, an early end, or a dead end. Learnt from oTree's page index and from
who else got where, never from words."""

from __future__ import annotations

from typing import Literal

from botex_pytest.checks.base import Play
from botex_pytest.played import Accepted, Played
from botex_pytest.project_info import PageInfo, ProjectInfo
from botex_pytest.results import Finding
from botex_pytest.toml_text import toml_list, toml_string, toml_table

_ROUND_NAMES = {"round_number", "subsession", "C", "NUM_ROUNDS", "Constants", "num_rounds"}

EndKind = Literal["finished", "declared-end", "early-end", "dead-end"]


def end_kind(player: Played, play: Play) -> EndKind:
    """How `player`, who stopped on a page without a control (or was sent away from one), ended."""
    stop = player.stop
    assert stop is not None
    if play.study.is_end(stop.where):
        return "declared-end"
    entry = play.at(stop.page.index)
    if entry is None:
        return "early-end" if stop.kind == "left" else "dead-end"
    if _nothing_follows(play.info, play.config, stop.page.index):
        return "early-end" if _sent_past_questions(player, play) else "finished"
    if stop.kind == "left":
        return "early-end"
    if not entry.page.conditional or _by_round_alone(entry.page):
        return "early-end" if _one_way_of_several(player, play) else "dead-end"
    return "dead-end" if _shown_to_everybody(player, play) else "early-end"


def left_early(player: Played, play: Play) -> bool:
    """Whether the study sent `player` away before its end, declared or not. A declared page that is shown to all is the end."""
    stop = player.stop
    if stop is None or stop.kind not in ("still", "left") or player.visits[-1].doubtful:
        return False
    kind, page = end_kind(player, play), play.page(stop.page.index)
    return kind == "early-end" or (kind == "declared-end" and bool(page and page.conditional))


def culprits(player: Played, play: Play) -> dict[tuple[str, str], Accepted]:
    """The answers that may have led to this end: those that the condition of the last page reads; else the last ones given."""
    last = player.last_answer
    return _read_answers(player, play) or ({(last.where, name): last for name in last.values} if last else {})


def _read_answers(player: Played, play: Play) -> dict[tuple[str, str], Accepted]:
    """The answers, the latest to each question, that the condition of the last page reads."""
    assert player.stop is not None
    page = play.page(player.stop.page.index)
    names = set(page.condition_names) if page else set()
    return {(a.where, name): a for a in player.accepted for name in a.values if name in names}


def nobody_got_past(play: Play) -> list[Finding]:
    """A run in which everybody ended early, or waited for somebody who did, has tested little, and must not look like a success;
    unless the author declared both the end and the answers that lead there."""
    early = [p for p in play.players if left_early(p, play)]
    waiting = [p for p in play.players if p.stop and p.stop.stuck and p.stop.stuck.root is not None]
    others = len(early) + len(waiting) < len(play.players)
    led = [(where, name, a) for p in early for (where, name), a in culprits(p, play).items()]
    places = sorted({p.stop.where for p in early if p.stop})
    undeclared = [w for w in places if not play.study.is_end(w)]
    as_declared = not undeclared and led and all(name in a.declared for _, name, a in led)
    if not early or others or as_declared:
        return []
    lines = [toml_table(play.config), toml_list("ends", undeclared)] if undeclared else []
    if led:  # an end that is declared would only be listed as such; the answers are what gets the bots further
        fields = sorted({f"{where}.{name}" for where, name, _ in led})
        lines = [toml_table(play.config, "answers"), *(f"{toml_string(f)} = ..." for f in fields)]
    first = early[0].stop
    assert first is not None
    past = any(p.stop and p.stop.page.index > first.page.index for p in waiting)
    title = f"Nobody got past {', '.join(places)}"
    if past:
        title = f"Nobody reached the end: whoever did not stop at {', '.join(places)} waits for somebody who did"
    return [
        Finding(
            "early-end",
            "unplayed",
            title,
            play.config,
            f"nobody-past|{','.join(places)}",
            tuple(p.number for p in early),
            first.where,
            first.round,
            early[0].visits[-1].step,
            first.page.url,
            answer={name: a.values[name] for (_, name), a in culprits(early[0], play).items()},
            advice="Every answer that the bots tried ended the study here. Tell them the answers that lead on.",
            lines=tuple(lines),
            shot=first.shot,
        )
    ]


def in_the_way(info: ProjectInfo, config: str, index: int) -> bool:
    """Whether a page without a control there could only be a dead end, wherever people come from: more pages follow, everybody
    comes to it, and no page before it can have sent them there instead of elsewhere."""
    if not 0 < index <= info.max_index(config) or _nothing_follows(info, config, index):
        return False
    page = info.page_at(config, index).page
    chosen = any(info.page_at(config, i).page.chooses_app for i in range(1, index))
    return not chosen and (not page.conditional or _by_round_alone(page))


def _nothing_follows(info: ProjectInfo, config: str, index: int) -> bool:
    """No page behind `index`, or only pages that the author shows to some people, in the same round of the last app."""
    here = info.page_at(config, index)
    behind = [info.page_at(config, i) for i in range(index + 1, info.max_index(config) + 1)]
    return all(e.page.conditional and (e.app.name, e.round) == (here.app.name, here.round) for e in behind)


def _sent_past_questions(player: Played, play: Play) -> bool:
    """Whether an answer led to this last page past others where people are asked something: a screen-out that happens to stand
    at the end of the sequence. The page's own condition must read that answer, or the page answered must name the app to go to;
    a treatment that shows other pages is neither."""
    stop = player.stop
    assert stop is not None
    here = play.page(stop.page.index)
    came_from = max((v.index for v in player.visits if 0 < v.index < stop.page.index), default=0)
    passed = [play.page(i) for i in range(came_from + 1, play.last + 1) if i != stop.page.index]
    if here is None or not here.conditional or not any(p and _concerns_all(p) for p in passed):
        return False
    before = play.page(came_from)
    return bool(_read_answers(player, play)) or bool(before and before.chooses_app)


def _concerns_all(page: PageInfo) -> bool:
    """Something is asked or awaited there, or it is shown to everybody."""
    return bool(page.fields or page.dynamic_fields or page.live or page.wait or not page.conditional)


def _by_round_alone(page: PageInfo) -> bool:
    """A page shown in certain rounds is shown to everybody: nobody is sent away by it."""
    return bool(page.condition_names) and _ROUND_NAMES.issuperset(page.condition_names)


def _one_way_of_several(player: Played, play: Play) -> bool:
    """Whether `app_after_this_page` led here, or others round this page: the page before names the app to go to, or somebody got
    past without having seen this one."""
    stop = player.stop
    assert stop is not None
    index = stop.page.index
    before = play.page(max((v.index for v in player.visits if 0 < v.index < index), default=0))
    return bool(before and before.chooses_app) or any(
        p.unaided.reached > index and all(v.index != index for v in p.visits) for p in play.players
    )


def _shown_to_everybody(player: Played, play: Play) -> bool:
    """Whether nobody has ever got past the page, in a round after which more follow, and no answer is the reason."""
    stop = player.stop
    assert stop is not None
    here = play.at(stop.page.index)
    if here is None or here.round >= here.app.rounds or _read_answers(player, play):
        return False
    in_first_round = stop.page.index - (here.round - 1) * len(here.app.pages)
    return all(p.unaided.reached <= in_first_round for p in play.players)
