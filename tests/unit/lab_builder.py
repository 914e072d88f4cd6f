"""A run with everything that a session in the lab has: groups that change, roles, treatments, waits, a quiz, language models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from run_builder import START, SessionBuilder, new_run, page, person

from botex_pytest.flow import Condition, Flow, Grouping
from botex_pytest.page import Choice, Control, Field, Message, Page, Value
from botex_pytest.results import Payment
from botex_pytest.run_folder import RunFolder, write_json
from botex_pytest.transcript import Advanced, Answered, Ended, PageSeen, Submitted, Waited
from botex_pytest.usage import Usage

INFO: dict[str, Any] = {
    "configs": [{"name": "market", "apps": ["intro", "market"]}],
    "apps": [
        {"name": "intro", "rounds": 1, "group_size": None, "pages": [{"name": "Quiz", "own_error_message": True, "fields": []}]},
        {
            "name": "market",
            "rounds": 2,
            "group_size": 2,
            "treatments": {"frame": ["gain", "loss"]},
            "pages": [{"name": "Offer", "fields": []}, {"name": "Wait"}, {"name": "Results"}],
        },
    ],
}
PAIRS = {1: ((1, 2), (3, 4)), 2: ((1, 3), (2, 4))}
"""Round -> groups; the first member of each sells."""

QUIZ = Field("goal", "integer", "number", "How many points do you start with?", required=True)
OFFER = Field("offer", "integer", "number", "What do you ask for?", min=0, max=10, unit="points")
MOOD = Field(
    "mood", "choice", "radio", "How do you feel?", choices=(Choice("1", "Good"), Choice("2", "Bad"), Choice("3", "Neither"))
)
WHY = Field("why", "longtext", "textarea", "Why?")
UNCLEAR = "Unclear: the page says 10 points and then 12. I take 10."


def lab_run(base: Path) -> RunFolder:
    """Four participants in pairs, which change between rounds. P4 is slow, so that P1, P2 and P3 wait; P2 fails the quiz at
    first, P3's model finds it unclear; P1 is moved past the end."""
    run = new_run(base, info=INFO, model="gpt-x", settings=[{"name": "words_per_minute", "value": 120, "source": "command line"}])
    session = SessionBuilder(run, "market", 4)
    for number in range(1, 5):
        Participant(session, number).play()
    session.result(
        [person(n, payoff=f"{n}.00 EUR", pages=7, usage=Usage(3, 900, 60, 0.01, 2.5)) for n in range(1, 5)],
        payments=tuple(Payment(n, 20.0 * n, float(n), 4.0, n + 4.0) for n in range(1, 5)),
        flow=Flow(
            groups=tuple(
                Grouping("market", round_, g, {str(pair[0]): "Seller", str(pair[1]): "Buyer"})
                for round_, pairs in PAIRS.items()
                for g, pair in enumerate(pairs, start=1)
            ),
            conditions=(
                Condition("market.frame", "gain", (1, 2)),
                Condition("market.frame", "loss", (3, 4)),
                Condition("market.price", "7", (1, 2, 3, 4)),
                Condition("market.price", "8", (1, 2)),
            ),
        ),
    )
    write_json(session.folder / "otree.json", {"app market": _export()})
    return run


def _export() -> list[list[str]]:
    head = ["participant.id_in_session", "subsession.round_number", "group.id_in_subsession", "player.role", "player.payoff"]
    rows = [
        [str(number), str(round_), str(g), role, f"{number * round_}.0"]
        for round_, pairs in PAIRS.items()
        for g, pair in enumerate(pairs, start=1)
        for number, role in zip(pair, ("Seller", "Buyer"), strict=True)
    ]
    return [head, *rows]


class Participant:
    """Plays one, at times that are written down: a second a page, and two more for each number that comes later."""

    def __init__(self, session: SessionBuilder, number: int) -> None:
        self._session, self._number, self._step, self._now = session, number, 0, START + 2.0 * number

    def play(self) -> None:
        self._quiz()
        for round_ in PAIRS:
            index = 2 + 3 * (round_ - 1)
            text = "Make an offer.\n[image]\n[image: a shop]"
            offer = page("market", "Offer", index, text=text, fields=(OFFER, MOOD, WHY), unknown=(Control("canvas 300 x 200"),))
            self._visit(offer, {"offer": str(self._number + round_), "mood": "1", "why": f"because {self._number}"})
            self._wait(round_, index + 1)
            results = page("market", "Results", index + 2, text="You sold.")
            if (self._number, round_) == (1, 2):
                self._visit(results)
                self._add(Advanced(self._step, results.where, "no-control", "no button", at=self._now))
            else:
                self._visit(results, {})
        end = f"http://127.0.0.1:1/OutOfRangeNotification/code{self._number}"
        self._visit(Page("finished", end, text="No more pages left"))
        self._add(Ended(self._step, "finished", "market.End", 0, at=self._now))

    def _quiz(self) -> None:
        quiz = page("intro", "Quiz", 1, title="Quiz", text="You start with 10 points.", fields=(QUIZ,))
        wrong = {2: "12"}.get(self._number)
        reason = UNCLEAR if self._number == 3 else "The page says so."
        self._visit(quiz, {"goal": wrong or "10"}, reason, [Message("Read again.", "goal")] if wrong else [])
        if wrong:
            self._answer({"goal": "10"}, attempt=2)

    def _visit(
        self, seen: Page, values: dict[str, Value] | None = None, reason: str = "", refused: Sequence[Message] = ()
    ) -> None:
        self._step += 1
        self._add(PageSeen(self._step, seen, seconds=0.1, at=self._now))
        self._now += 1
        if values is not None:
            self._answer(values, reason, refused)

    def _answer(self, values: dict[str, Value], reason: str = "", refused: Sequence[Message] = (), attempt: int = 1) -> None:
        reasons = dict.fromkeys(values, reason or "why not")
        sources = dict.fromkeys(values, "model")
        reply = json.dumps({name: {"reason": reasons[name], "answer": value} for name, value in values.items()})
        call = {
            "system": "You take part.",
            "prompt": "The page",
            "reply": reply,
            "tokens_in": 300,
            "tokens_out": 20,
            "cost": 0.01,
        }
        meta = {"calls": [call]}
        self._add(Answered(self._step, attempt, values, "Next", reasons, sources, "gpt-x", 0.5, meta, self._now))
        outcome = "rejected" if refused else "moved"
        self._add(Submitted(self._step, attempt, outcome, tuple(refused), seconds=0.1, at=self._now))

    def _wait(self, round_: int, index: int) -> None:
        """For the partner, who comes as much later as its number is larger; nobody waits who is the last."""
        pair = next(pair for pair in PAIRS[round_] if self._number in pair)
        partner = pair[0] if pair[1] == self._number else pair[1]
        late = 2.0 * (partner - self._number)
        if late > 0:
            self._visit(page("market", "Wait", index, kind="wait", waits_for="group"))
            self._now += late - 1
            self._add(Waited(self._step, "market.Wait", late, at=self._now))

    def _add(self, *events: Any) -> None:
        self._session.add(self._number, *events)
