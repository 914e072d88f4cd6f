"""Run folders as a run leaves them, without a run: written by the real classes, so that they cannot drift from real ones."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from botex_pytest.form_results import Crash, FormResult, Probe, Tried
from botex_pytest.page import BrowserEvent, Choice, Field, Message, Page, Value
from botex_pytest.plain import to_plain
from botex_pytest.results import Ending, Finding, ParticipantResult, SessionResult, Status
from botex_pytest.run_folder import RunFolder, play_number, write_json
from botex_pytest.transcript import Answered, Ended, Event, Noticed, PageSeen, Submitted, Transcript, Waited

START = 1_760_000_000.0
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">\u2028\x1b[31m\ud800"
TRACEBACK = """Traceback (most recent call last):
  File "public_goods/__init__.py", line 41, in set_payoffs
    group.share = group.total * C.MULTIPLIER / contributors
ZeroDivisionError: division by zero"""

SETTINGS = [
    {"name": "config", "value": None, "source": "default"},
    {"name": "model", "value": "random", "source": "default"},
    {"name": "participants", "value": 3, "source": "command line"},
    {"name": "headed", "value": True, "source": "command line"},
    {"name": "page_timeout", "value": 30, "source": "pytest.ini"},
]
INFO: dict[str, Any] = {
    "configs": [{"name": "public_goods", "apps": ["intro", "public_goods"]}, {"name": "trust", "apps": ["trust"]}],
    "apps": [
        {"name": "intro", "rounds": 1, "pages": [{"name": "Welcome"}]},
        {"name": "public_goods", "rounds": 3, "pages": [{"name": n} for n in ("Contribute", "WaitForAll", "Results")]},
        {"name": "trust", "rounds": 1, "pages": [{"name": n} for n in ("Send", "SendBackWait", "SendBack", "Results")]},
    ],
}


def picture(width: int = 390, height: int = 260, shade: int = 245) -> bytes:
    """A PNG that looks like a page from afar: a heading, lines of text, a button."""
    rows = []
    for y in range(height):
        row = bytearray([shade]) * width
        if 24 <= y < 40:
            row[24 : width // 2] = bytes([70]) * (width // 2 - 24)
        elif 60 <= y < height - 60 and y % 16 < 6:
            length = width - 64 - (y // 16 * 37) % 90
            row[24 : 24 + length] = bytes([190]) * length
        elif height - 46 <= y < height - 20:
            row[24:94] = bytes([110]) * 70
        rows.append(b"\0" + bytes(row))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    ]
    body = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + body


@dataclass
class SessionBuilder:
    """One session folder. Adds events by participant, then writes the result, or not (a killed run)."""

    run: RunFolder
    config: str
    count: int
    variant: str = ""
    shot: bytes = field(default_factory=picture)

    def __post_init__(self) -> None:
        self.folder = self.run.session_folder(self.config, self.variant)
        self.play = play_number(self.folder)
        self.started = START + 60.0 * len(self.run.sessions())
        self.step: dict[int, int] = {}
        begun = {"config": self.config, "variant": self.variant, "play": self.play, "code": "k3x9p2aq", "seed": 1}
        begun |= {"participants": self.count, "model": "random", "driver": "chrome", "started": self.started}
        write_json(self.folder / "session.json", begun)

    def add(self, number: int, *events: Event) -> None:
        transcript = Transcript(self.folder / f"P{number}.jsonl")
        for event in events:
            transcript.add(event)
        transcript.close()

    def visit(self, number: int, page: Page, values: Mapping[str, Value] | None = None, **more: Any) -> int:
        """A page seen, answered and left; returns the step."""
        step = self.step[number] = self.step.get(number, 0) + 1
        shot = f"shots/P{number}-{step}.png"
        (self.folder / "shots").mkdir(exist_ok=True)
        (self.folder / shot).write_bytes(self.shot + f"{self.folder.name} {shot}".encode())  # each is another one
        self.add(number, PageSeen(step, page, seconds=0.08 + step / 100, shot=shot))
        if page.kind == "wait":
            self.add(number, Waited(step, page.where, 3.4))
        elif values is not None:
            self.answer(number, values, **more)
        return step

    def answer(self, number: int, values: Mapping[str, Value], *, attempt: int = 1, outcome: str = "moved", **more: Any) -> None:
        messages: Sequence[Message] = more.pop("messages", ())
        reasons = more.pop("reasons", dict.fromkeys(values, "drawn at random from what the field allows"))
        sources = more.pop("sources", dict.fromkeys(values, "model"))
        step = self.step[number]
        self.add(number, Answered(step, attempt, dict(values), "Next", reasons, sources, "random"))
        self.add(number, Submitted(step, attempt, outcome, tuple(messages), **more))

    def end(self, number: int, status: Status, where: str, index: int, reason: str = "") -> None:
        self.add(number, Ended(self.step[number], status, where, index, reason))

    def result(self, people: Sequence[ParticipantResult], **more: Any) -> SessionResult:
        result = SessionResult(
            config=self.config,
            variant=self.variant,
            play=self.play,
            code="k3x9p2aq",
            seed=1,
            model="random",
            driver="chrome",
            folder=self.folder.relative_to(self.run.path).as_posix(),
            participants=tuple(people),
            seconds=21.4,
            started=self.started,
            **more,
        )
        write_json(self.folder / "result.json", to_plain(result))
        return result


def new_run(base: Path, **info: Any) -> RunFolder:
    run = RunFolder.new(base)
    known = {"version": "0.1.0", "started": START, "project": "/home/ada/experiments/lab_2026", "argv": ["pytest", "--botex"]}
    known |= {"otree_version": "6.0.15", "browser": "Chrome 156", "model": "random", "seed": 1, "settings": SETTINGS}
    known |= {"settings_file": "settings.py", "options": ["--botex-participants", "3", "--botex-headed"]}
    run.write_info({**known, "not_checked": [], "deselected": [], "info": INFO, "ended": START + 92, **info})
    return run


def person(number: int, status: Status = "finished", **more: Any) -> ParticipantResult:
    more = {"pages": 7, "index": 10, "max_index": 10, "payoff": "85 points", "seconds": 9.1, **more}
    return ParticipantResult(number, f"code{number}", f"5f0c1e{number:018x}", status, model="random", **more)


AMOUNT = Field(
    "sent", "integer", "number", "How much of your 100 points do you send?", required=True, min=0, max=100, unit="points"
)
CONSENT = Field(
    "consent", "choice", "radio", "Do you agree to take part?", choices=(Choice("True", "Yes, I agree"), Choice("False", "No"))
)
SEND_TEXT = """You and your partner

You are participant A. You have 100 points. Whatever you send is tripled; B then decides how much to send back."""


def page(app: str, name: str, index: int, **more: Any) -> Page:
    return Page(
        **{"kind": "form", "url": f"http://127.0.0.1:1/p/x/{app}/{name}/{index}", "app": app, "name": name, "index": index} | more
    )


def play_trust(session: SessionBuilder) -> None:
    for number in range(1, session.count + 1):
        session.visit(number, page("trust", "Send", 1, title="Your decision", text=SEND_TEXT, fields=(AMOUNT,)), {"sent": "40"})
        session.visit(number, page("trust", "SendBackWait", 2, kind="wait", title="Please wait", text="Waiting for B."))
        session.visit(number, page("trust", "Results", 4, title="Results", text="You earned 85 points."), {})
        session.visit(number, page("trust", "End", 5, kind="finished", text="No more pages left"))
        session.end(number, "finished", "trust.End", 5)


def healthy_run(base: Path) -> RunFolder:
    """Two configs, everybody finished."""
    run = new_run(base, not_checked=["Forms were not tried with wrong answers."])
    for config in ("trust", "trust_framed"):
        session = SessionBuilder(run, config, 2)
        play_trust(session)
        ending = Ending("trust.End", "finished", (1, 2), {"sent": "40"}, "trust.Send", payoff="85 points")
        session.result([person(1), person(2)], endings=(ending,))
    return run


def _server_error(config: str) -> Finding:
    return Finding(
        check="server-error",
        group="broken",
        title="oTree answered with an error: ZeroDivisionError: division by zero",
        config=config,
        key="server-error|public_goods.Results|ZeroDivisionError",
        participants=(2,),
        where="public_goods.Results",
        round=2,
        step=4,
        detail=TRACEBACK,
        answer={"contribution": "0"},
        advice="Decide what happens when nobody contributes: the divisor is 0 then.",
        file="public_goods/__init__.py",
        line=41,
        shot="shots/P2-4.png",
    )


def _script_error(config: str) -> Finding:
    return Finding(
        check="script-error",
        group="broken",
        title="A script of the page failed: ReferenceError: updateChart is not defined",
        config=config,
        key="script-error|public_goods.Contribute|updateChart",
        participants=(1, 2, 3),
        where="public_goods.Contribute",
        round=1,
        step=1,
        detail="ReferenceError: updateChart is not defined\n    at public_goods/Contribute.html:18",
        advice="People see no chart here. Define updateChart before it is called.",
        shot="shots/P1-1.png",
    )


def _play_public_goods(run: RunFolder, variant: str) -> None:
    session = SessionBuilder(run, "public_goods", 3, variant)
    amount = Field("contribution", "integer", "number", "How much do you contribute to the project?", min=0, max=20)
    for number in (1, 2, 3):
        form = page("public_goods", "Contribute", 2, title="Contribute", text=SEND_TEXT, fields=(amount,))
        session.visit(
            number,
            form,
            {"contribution": "25"},
            outcome="rejected",
            messages=[Message("Please give at most 20.", "contribution")],
        )
        session.answer(number, {"contribution": "0"}, attempt=2)
        error = BrowserEvent("script-error", "ReferenceError: updateChart is not defined", "public_goods/Contribute.html", 18)
        session.add(number, Noticed(1, error))
        session.visit(number, page("public_goods", "WaitForAll", 3, kind="wait", title="Please wait"))
        session.visit(
            number,
            page("public_goods", "Contribute", 5, title="Contribute", text=SEND_TEXT, fields=(amount,)),
            {"contribution": "0"},
        )
    session.visit(2, page("public_goods", "Results", 7, kind="error", status=500, text="Internal Server Error"))
    session.end(2, "broken", "public_goods.Results", 7, "oTree answered with an error")
    blocked = {"pages": 4, "index": 6, "payoff": "", "finding": "server-error|public_goods.Results|ZeroDivisionError"}
    reason = "Waits on public_goods.WaitForAll for P2, who is broken."
    session.result(
        [
            person(1, "blocked", reason=reason, where="public_goods.WaitForAll", **blocked),
            person(2, "broken", reason="oTree answered with an error.", where="public_goods.Results", **blocked | {"index": 7}),
            person(3, "blocked", reason=reason, where="public_goods.WaitForAll", **blocked),
        ],
        findings=(_server_error("public_goods"), _script_error("public_goods")),
        unseen=("public_goods.FinalResults", "public_goods.Chat"),
        settings={"treatment": variant},
    )


def _play_survey(run: RunFolder) -> None:
    for agreed, status in (("False", "early-end"), ("True", "unplayed")):
        session = SessionBuilder(run, "survey", 1)
        consent = page("survey", "Consent", 1, title="Consent", text="Before we begin, please read this.", fields=(CONSENT,))
        session.visit(1, consent, {"consent": agreed})
        if status == "early-end":
            session.visit(1, page("survey", "ScreenOut", 2, kind="still", text="Thank you, you cannot take part."))
            session.end(1, "early-end", "survey.ScreenOut", 2)
            ending = Ending(
                "survey.ScreenOut",
                "early-end",
                (1,),
                {"consent": "False"},
                "survey.Consent",
                "https://app.prolific.com/x?cc=1",
                "0 points",
            )
            stopped = person(1, "early-end", where="survey.ScreenOut", pages=2, index=2, payoff="0 points")
            session.result([stopped], endings=(ending,), unseen=("survey.Quiz", "survey.Demographics"), replayed=True)
            continue
        quiz = Field("q1", "integer", "number", "How many people are in your group?")
        session.visit(1, page("survey", "Quiz", 3, title="A short quiz", fields=(quiz,)), {"q1": "7"}, outcome="rejected")
        session.end(1, "unplayed", "survey.Quiz", 3, "The right answer is not known")
        finding = Finding(
            check="needs-answer",
            group="unplayed",
            title="survey.Quiz refuses every answer bots gave to q1",
            config="survey",
            key="needs-answer|survey.Quiz|q1",
            participants=(1,),
            where="survey.Quiz",
            step=2,
            answer={"q1": "7"},
            messages=("That is not right. Please read the instructions again.",),
            advice="Tell the bots the answer your error_message wants.",
            lines=("[survey.answers]", '"Quiz.q1" = 3'),
            shot="shots/P1-2.png",
        )
        review = Finding(
            "hidden-text",
            "review",
            "Text on the page is hidden from people",
            "survey",
            "hidden-text|survey.Quiz",
            (1,),
            "survey.Quiz",
        )
        skipped = ("The experimenter's page survey.Start was advanced.",)
        reason = "The right answer to q1 is not known."
        unplayed = person(
            1, "unplayed", reason=reason, finding=finding.key, where="survey.Quiz", pages=2, index=3, rejected=5, payoff=""
        )
        session.result([unplayed], findings=(finding, review), unseen=("survey.Demographics",), skipped=skipped)


def faulty_run(base: Path) -> RunFolder:
    """A server error in two variants, a script error, blocked partners, a quiz bots cannot know, an early end, unseen pages."""
    run = new_run(
        base,
        argv=["pytest", "--botex", "--botex-participants", "3"],
        not_checked=["Forms were not tried with wrong answers.", "Narrow screens were not tried."],
        deselected=[
            {"config": "market", "participants": 16, "command": "pytest --botex --botex-config market", "estimate": "about 4 min"}
        ],
    )
    _play_public_goods(run, "high")
    _play_public_goods(run, "low")
    _play_survey(run)
    session = SessionBuilder(run, "trust", 2)
    play_trust(session)
    session.result(
        [person(1), person(2)],
        endings=(Ending("trust.End", "finished", (1, 2), {"sent": "40"}, "trust.Send", payoff="85 points"),),
    )
    return run


def killed_run(base: Path) -> RunFolder:
    """Killed while P2 was writing a line: no result, no end, P1 had just finished."""
    run = new_run(base, ended=None)
    session = SessionBuilder(run, "trust", 3)
    session.visit(1, page("trust", "End", 5, kind="finished"))
    session.end(1, "finished", "trust.End", 5)
    session.visit(2, page("trust", "Send", 1, fields=(AMOUNT,)), {"sent": "101"}, outcome="rejected")
    with (session.folder / "P2.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"type": "PageSeen", "step": 2, "page": {"kind": "wa')
    return run


def hostile_run(base: Path) -> RunFolder:
    """Everything a page, a model or a config can name is an attack on the report."""
    run = new_run(base, project=f"/tmp/{HOSTILE.replace('/', '')}", not_checked=[HOSTILE])
    session = SessionBuilder(run, HOSTILE, 1)
    question = Field("x", "text", "text", HOSTILE)
    seen = page("app", HOSTILE, 1, title=HOSTILE, text=HOSTILE * 3, fields=(question,), hidden_text=(HOSTILE,))
    session.visit(
        1, seen, {"x": HOSTILE}, outcome="rejected", messages=[Message(HOSTILE)], reasons={"x": HOSTILE}, outgoing=HOSTILE
    )
    session.add(1, Noticed(1, BrowserEvent("script-error", HOSTILE, HOSTILE)))
    finding = Finding(
        *("server-error", "broken", HOSTILE, HOSTILE, HOSTILE, (1,)),
        where=HOSTILE,
        step=1,
        detail=HOSTILE,
        answer={HOSTILE: HOSTILE},
        messages=(HOSTILE,),
        advice=HOSTILE,
        lines=(HOSTILE,),
    )
    ending = Ending(HOSTILE, "early-end", (1,), {"x": HOSTILE}, HOSTILE, "javascript:alert(1)", HOSTILE)
    broken = person(1, "broken", reason=HOSTILE, finding=HOSTILE, where=HOSTILE)
    session.result([broken], findings=(finding,), endings=(ending,), unseen=(HOSTILE,), skipped=(HOSTILE,))
    probe = Probe(HOSTILE, {HOSTILE: HOSTILE}, "refused", HOSTILE)
    tried = Tried(probe, "refused", "taken", (Message(HOSTILE),), crash=Crash(HOSTILE, HOSTILE, HOSTILE))
    SessionBuilder(run, HOSTILE, 0).result([], form=FormResult(HOSTILE, 1, 1, (tried,), (HOSTILE,), (HOSTILE,), reason=HOSTILE))
    return run


def form_run(base: Path) -> RunFolder:
    """Two forms: one that crashes a page behind it, one whose rule only the browser keeps."""
    run = new_run(base, options=["--botex-forms"])
    session = SessionBuilder(run, "trust", 2)
    play_trust(session)
    session.result([person(1), person(2)])
    above = Probe("above", {"sent": "101"}, "refused", "at most 100")
    empty = Probe("left empty", {"note": "", "extra": ""}, "taken", "no answer is required")
    crash = Crash("server-error|trust.End", "TypeError: none", "Traceback ...", "trust/__init__.py", 41, "trust.End")
    kept = Tried(above, "stopped", "refused", (Message("Value must be less than or equal to 100.", "sent", "browser"),))
    sent = FormResult("trust.Send", 1, 1, (kept, Tried(empty, "taken", "taken", crash=crash)), sessions=2)
    broken = Finding(
        *("crash-later", "broken", "note = (empty) at trust.Send is taken, and then: TypeError: none", "trust"),
        *("crash-later|trust.Send|note|left empty",),
        where="trust.End",
        detail="Traceback ...",
        answer={"note": "", "extra": ""},
    )
    SessionBuilder(run, "trust", 0).result([], form=sent, findings=(broken,))
    back = FormResult("trust.SendBack", 2, 2, (replace(kept, server="taken"),), sessions=1)
    review = Finding(
        "only-in-browser",
        "review",
        "Only the browser keeps it.",
        "trust",
        "only-in-browser|trust.SendBack",
        answer={"sent": "101"},
    )
    SessionBuilder(run, "trust", 0).result([], form=back, findings=(review,))
    return run
