"""The report of a large run: how long it takes to build, how large it is, how soon a browser shows it.

    python benchmarks/report_size.py [--participants 100] [--pages 60] [--runs 3]

The run folder is written by the classes that write a real one, and not played. Groups of four play rounds of a game (a form, a
wait page, the results), with an introduction before and a questionnaire after it. Texts, questions and answers are as long as in
the examples, and every participant has numbers of its own; each page has a screenshot once.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rows import row
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from botex_pytest.drivers.chrome_process import flags, needs_no_sandbox
from botex_pytest.drivers.find_chrome import find_chrome
from botex_pytest.page import Button, Choice, Field, Page
from botex_pytest.report.html import write_report
from botex_pytest.run_folder import RunFolder
from botex_pytest.store import merge
from botex_pytest.transcript import Answered, Ended, Event, PageSeen, Submitted, Transcript, Waited

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit"))
from run_builder import SessionBuilder, new_run, person, picture

BUILT, SHOWN = 5.0, 2.0  # seconds
CONFIG, APP = "public_goods", "public_goods"
BEFORE, ROUND, AFTER = ("Welcome", "Instructions"), ("Contribute", "WaitForGroup", "Results"), ("Questionnaire", "End")
RULES = """You are in a group of 4 people. The groups stay the same for all rounds.
At the start of each round everybody receives 100 points. You decide how much of this you contribute to a group project; you keep
the rest. All contributions of your group are added up and multiplied by 1.8. The result is shared equally among the 4 members,
whatever each of them contributed. Your earnings in a round are what you kept plus your share of the project."""
AMOUNT = Field("contribution", "integer", "number", "How much do you contribute?", required=True, min=0, max=100, unit="points")
SCALE = tuple(Choice(str(n), label) for n, label in enumerate(("Not at all", "A little", "Somewhat", "Mostly", "Completely")))
QUESTIONS = tuple(
    Field(f"q{n}", "choice", "radio", f"How much do you agree with statement {n} about the game?", required=True, choices=SCALE)
    for n in range(1, 9)
)
NEXT = (Button("Next", "next", "b1"),)
# Until the page has been laid out and painted after its load event, from the start of the navigation.
FIRST_PICTURE = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())))"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and size of a large report")
    parser.add_argument("--participants", type=int, default=100)
    parser.add_argument("--pages", type=int, default=60, help="of each participant")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many is printed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, chrome() as browser:
        run = written_run(Path(folder), options.participants, options.pages)
        built = [seconds(write_report, run.path) for _ in range(options.runs)]
        merged = [seconds(merge, run) for _ in range(options.runs)]
        shown = [shows(browser, run.report) for _ in range(options.runs)]
        size = run.report.stat().st_size / 1e6
    name = f"{options.participants} participants by {options.pages} pages"
    print(row(f"report built, {name}", built, "s", BUILT))  # noqa: T201 - what the script is for
    print(row(f"report shown in Chrome, {name}", shown, "s", SHOWN))  # noqa: T201
    print(row(f"size of the report, {name}", [size], "MB"))  # noqa: T201
    print(row(f"botex.json written, {name}", merged, "s"))  # noqa: T201


def seconds(what: Any, *given: Any) -> float:
    start = time.perf_counter()
    what(*given)
    return time.perf_counter() - start


# --- the run ---


def written_run(base: Path, participants: int, pages: int) -> RunFolder:
    run = new_run(base)
    session = SessionBuilder(run, CONFIG, participants)
    (session.folder / "shots").mkdir()
    names = page_names(pages)
    for number in range(1, participants + 1):
        with Transcript(session.folder / f"P{number}.jsonl", run.redact.data) as transcript:
            for event in events(session.folder, number, names):
                transcript.add(event)
    session.result([person(n, pages=pages, index=pages, max_index=pages) for n in range(1, participants + 1)])
    return run


def page_names(pages: int) -> list[str]:
    rounds = (pages - len(BEFORE) - len(AFTER)) // len(ROUND)
    more = pages - rounds * len(ROUND) - len(BEFORE) - len(AFTER)
    return [*BEFORE, *["Instructions"] * more, *ROUND * rounds, *AFTER]


def events(folder: Path, number: int, names: list[str]) -> Iterator[Event]:
    """What one participant met and did."""
    drawn, last = random.Random(number), len(names)
    for step, name in enumerate(names, start=1):
        page = seen_page(step, name, drawn)
        yield PageSeen(step, page, 0.08 + drawn.random() / 10, screenshot(folder, step) if number == 1 else "")
        if page.kind == "wait":
            yield Waited(step, page.where, drawn.random() * 3)
        if page.kind == "form":
            values = {f.name: drawn.choice(f.choices).value if f.choices else str(drawn.randint(0, 100)) for f in page.fields}
            reasons = dict.fromkeys(values, "drawn at random from what the field allows")
            yield Answered(step, 1, values, "Next", reasons, dict.fromkeys(values, "model"), "random", 0.001)
            yield Submitted(step, 1, "moved", (), f"{APP}.{names[step]}", step + 1, seconds=0.06)
    yield Ended(last, "finished", f"{APP}.{names[-1]}", last)


def seen_page(index: int, name: str, drawn: random.Random) -> Page:
    fields = {"Contribute": (AMOUNT,), "Questionnaire": QUESTIONS}.get(name, ())
    given = [drawn.randint(0, 100) for _ in range(4)]
    texts = {
        "WaitForGroup": "Please wait\nWaiting for the other participants.",
        "Results": f"Your group contributed {given}.\nYou kept {100 - given[0]} and earn {sum(given) * 0.45} points.",
        "Questionnaire": "\n".join([f.label + "\n" + "\n".join(c.label for c in f.choices) for f in QUESTIONS]),
        "End": f"Thank you. You earned {drawn.randint(500, 5000)} points.",
    }
    text = texts.get(name, RULES)
    kind = {"WaitForGroup": "wait", "End": "still"}.get(name, "form")
    url = f"http://127.0.0.1:50123/p/{drawn.getrandbits(40):010x}/{APP}/{name}/{index}"
    title = f"{name}, page {index}"
    more = {"fields": fields, "buttons": NEXT if kind == "form" else ()}
    return Page(kind, url, title, f"{title}\n{text}\nNext", APP, name, index, **more)


def screenshot(folder: Path, step: int) -> str:
    file = f"shots/P1-{step:03}.png"
    (folder / file).write_bytes(picture(1280, 900, 255 - step % 60))
    return file


# --- the browser ---


@contextmanager
def chrome() -> Iterator[webdriver.Chrome]:
    found = find_chrome()
    options = webdriver.ChromeOptions()
    options.binary_location = found.browser.path
    for flag in flags(None, headed=False, window=(1280, 900)):
        options.add_argument(flag)
    if needs_no_sandbox():
        options.add_argument("--no-sandbox")
    browser = webdriver.Chrome(options=options, service=Service(found.driver.path))
    try:
        browser.get("about:blank")
        yield browser
    finally:
        browser.quit()


def shows(browser: webdriver.Chrome, report: Path) -> float:
    """Seconds from the start of the navigation until the report has been loaded and painted."""
    browser.get(report.as_uri())
    return float(browser.execute_async_script(FIRST_PICTURE)) / 1000


if __name__ == "__main__":
    main()
