"""The one table of settings. A row yields `--botex-<name>`, the ini key `botex_<name>`, the variable `BOTEX_<NAME>` and its line
in docs/reference/settings.md; `config.py` reads the values.

Imports nothing but the standard library: pytest loads this in every project that has the plugin installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = (
    Literal["str", "int", "float", "bool", "path", "program", "url", "size", "labels", "models", "arguments", "list"]
    | tuple[str, ...]
)
"""path: made absolute. program: a path, or a command found on PATH. size: `1280x900`. labels: a scheme of `labels.py`. models:
names of `model_names.py`. arguments: of `model_args.py`. list: separated by commas. A tuple: one of these words."""


@dataclass(frozen=True)
class Setting:
    """One row. `default` None means that nothing is set; an empty value from anywhere brings it back."""

    name: str  # as in --botex-<name>; empty for the switch `--botex` itself
    kind: Kind
    default: Any
    help: str
    metavar: str = ""
    least: float | None = None  # smallest number that makes sense
    secret: bool = False  # never printed, never in a file
    attr: str = ""  # name in `Config`, where it is not the name with underscores
    most: float | None = None  # largest number that makes sense
    also: tuple[str, ...] = ()  # other variables that are read: those of botex

    @property
    def attribute(self) -> str:
        return self.attr or self.name.replace("-", "_")

    @property
    def flag(self) -> str:
        return f"--botex-{self.name}" if self.name else "--botex"

    @property
    def dest(self) -> str:
        """Where argparse puts the value; also the ini key."""
        return self.flag[2:].replace("-", "_")

    @property
    def variable(self) -> str:
        return self.dest.upper()

    @property
    def variables(self) -> tuple[str, ...]:
        """Names in the environment; the first that is set counts. llama.cpp's are also read as botex names them."""
        bare = [self.variable.removeprefix("BOTEX_")] if self.name.startswith("llamacpp-") else []
        return (self.variable, *bare, *self.also)


ARRIVALS = ("together", "staggered", "one-by-one")

SETTINGS: tuple[Setting, ...] = (
    Setting("", "bool", False, "Play every session config of the oTree project with bots, without any test code", attr="enabled"),
    # what is played
    Setting("project", "path", None, "Folder of the oTree project (the one with settings.py)", "DIR"),
    Setting("config", "list", (), "Play only these session configs; repeat it or separate by commas", "NAME", attr="configs"),
    Setting("participants", "int", None, "Participants per session instead of the config's own demo number", "N", least=1),
    Setting("max-participants", "int", 12, "Larger sessions are listed, and played only when they are named", "N", least=1),
    Setting(
        "labels",
        "labels",
        "hex",
        "Participant labels: hex (as recruiting platforms give), none, or a pattern like P{n:03}",
        "PATTERN",
    ),
    Setting(
        "arrivals",
        ARRIVALS,
        "together",
        "When bots open their links: all at once; at distances and in an order that the seed draws; "
        "or each when everybody before has ended or waits",
    ),
    Setting(
        "explore",
        "bool",
        False,
        "Play each session again, with other arrivals and answers, until two sessions in a row reach nothing new",
    ),
    Setting("max-plays", "int", 12, "Sessions of one config that exploring plays at most", "N", least=1),
    Setting(
        "repeat",
        "int",
        1,
        "Times each session is played, with seeds that follow one another; what passes at some times only is flaky, and fails",
        "N",
        least=1,
        most=1000,
    ),
    Setting("admin-pages", "bool", True, "Ask for the experimenter's pages and exports before, in the middle and at the end"),
    Setting(
        "forms",
        "bool",
        False,
        "Check the form of every page: what becomes of wrong, missing and extreme answers, in the browser and past it",
    ),
    Setting(
        "forms-budget",
        "int",
        None,
        "Different answers tried in forms in one run, about; repeats come on top, and what is left out is listed",
        "N",
        least=1,
    ),
    Setting("skip-checks", "list", (), "Checks to leave out, by name; separate by commas", "CHECK"),
    Setting(
        "fail-under",
        "float",
        None,
        "Fail the run when less of the pages, fields, choices, roles, treatments and branches was reached, in percent",
        "PERCENT",
        least=0,
        most=100,
    ),
    Setting("update-flow", "bool", False, "Write into botex_flow which pages participants go through; later runs compare them"),
    Setting("cov", "bool", False, "Tell which lines of the study's own Python run while bots play; needs the extra cov"),
    Setting("otree-bots", "bool", False, "Run the apps' own oTree bots (tests.py) as well, an item for each of their cases"),
    # who answers
    Setting(
        "model",
        "models",
        ("random",),
        "Who answers: random, min, max or middle of what a page allows; constant:VALUE; python:module.function; plugin:NAME; "
        "human; llamacpp; or any model that litellm knows. Several, separated by commas, play P1, P2, ... in turn",
        "NAME",
    ),
    Setting(
        "record",
        ("auto", "off", "none", "once", "new", "all"),
        "auto",
        "Recorded answers: give them and ask no model (none), record sessions without any (once), what is missing or has changed "
        "(new), everything anew (all), or neither (off); auto is none where a recording exists, and for paid models in CI; "
        "else off",
    ),
    Setting("record-dir", "path", None, "Folder of recorded answers; by default botex_recordings in the project's folder", "DIR"),
    Setting(
        "seed", "int", 1, "Same seed, same pages: same answers; oTree's own random numbers are not governed by it", "N", least=0
    ),
    Setting(
        "max-tries",
        "int",
        8,
        "Answers tried on one page that keeps rejecting them; eight times as many where all questions are choices",
        "N",
        least=1,
    ),
    Setting(
        "replays", "int", 3, "Times a session is played again with other answers when nobody got past an early end", "N", least=0
    ),
    Setting(
        "time-factor",
        "float",
        0.0,
        "Share of the time that people take to read and to type: 0 is machine speed, 1 human pace",
        "F",
        least=0,
    ),
    Setting(
        "words-per-minute",
        "int",
        240,
        "How fast people read: for --botex-time-factor, and for the report's estimate of how long a study takes",
        "N",
        least=1,
    ),
    Setting(
        "confirm",
        "bool",
        True,
        "Play a session that broke once more at human pace, where speed may be what broke it; "
        "only where random, min, max and middle answer",
    ),
    # language models
    Setting("api-base", "url", None, "Server that has the model, where it is not the provider's own", "URL"),
    Setting(
        "api-key",
        "str",
        None,
        "Key for the model; by default the provider's own variable, such as OPENAI_API_KEY",
        "KEY",
        secret=True,
    ),
    Setting(
        "llm-args",
        "arguments",
        None,
        "More arguments for litellm, as JSON or key=value: temperature=0.5,top_p=0.9",
        "ARGS",
    ),
    Setting("llm-timeout", "float", 120.0, "Seconds a model may take for one reply", "S", least=1),
    Setting(
        "rpm",
        "float",
        None,
        "Requests a minute to one model, at most, by each worker of -n; a full server slows the bots down by itself",
        "N",
        least=0.1,
    ),
    Setting(
        "memory",
        ("log", "whole", "summary"),
        "log",
        "What a model is told of earlier pages: a log kept for it; the whole conversation; a log that it sums up when it is full",
    ),
    Setting("memory-size", "int", 6000, "Characters of that log", "N", least=500),
    Setting(
        "prompts", "path", None, "Folder with prompts of your own, such as page.txt, in place of ours of the same name", "DIR"
    ),
    Setting("debrief", "bool", False, "Ask language models at the end what they understood, and what was unclear"),
    Setting("max-cost", "float", None, "USD that language models may cost in one run", "USD", least=0),
    Setting("max-tokens", "int", None, "Tokens that they may read and write in one run", "N", least=1),
    Setting("max-calls", "int", None, "Questions that they may be asked in one run", "N", least=1),
    Setting("max-time", "float", None, "Seconds from the first question to a language model until bots stop", "S", least=1),
    # a local language model
    Setting(
        "llamacpp-model", "path", None, "GGUF file that the model llamacpp plays with", "FILE", also=("LLAMACPP_LOCAL_LLM_PATH",)
    ),
    Setting(
        "llamacpp-server",
        "program",
        None,
        "The llama-server to start; by default xllamacpp's",
        "PATH",
        also=("LLAMACPP_SERVER_PATH",),
    ),
    Setting(
        "llamacpp-url",
        "url",
        None,
        "Use the llama.cpp server that already runs at this address",
        "URL",
        also=("LLAMACPP_SERVER_URL",),
    ),
    Setting(
        "llamacpp-context",
        "int",
        None,
        "Tokens of one conversation; by default the model's own, up to 8192",
        "N",
        least=1024,
        also=("LLAMACPP_CONTEXT_LENGTH",),
    ),
    Setting(
        "llamacpp-slots",
        "int",
        4,
        "Participants answered at once; each needs memory for a context",
        "N",
        least=1,
        also=("LLAMACPP_NUM_SLOTS",),
    ),
    Setting(
        "llamacpp-gpu-layers",
        "int",
        None,
        "Layers on the graphics card; by default as many as fit",
        "N",
        least=0,
        also=("LLAMACPP_NUMBER_OF_LAYERS_TO_OFFLOAD_TO_GPU",),
    ),
    Setting(
        "llamacpp-threads",
        "int",
        None,
        "Threads that compute; by default one for each core, and one alone for a tiny model",
        "N",
        least=1,
    ),
    Setting("llamacpp-temperature", "float", None, "Chance in its words, 0 for none; by default the model's own", "X", least=0),
    Setting(
        "llamacpp-top-p", "float", None, "Only the likeliest tokens that together reach this probability", "X", least=0, most=1
    ),
    Setting("llamacpp-top-k", "int", None, "Only this many of the likeliest tokens; 0 for all", "N", least=0),
    Setting(
        "llamacpp-predict",
        "int",
        None,
        "Tokens of one answer at most",
        "N",
        least=1,
        also=("LLAMACPP_MAXIMUM_TOKENS_TO_PREDICT",),
    ),
    Setting("llamacpp-start-timeout", "float", 180.0, "Seconds llama.cpp may take to load the model", "S", least=0.1),
    # oTree
    Setting(
        "otree-python",
        "program",
        None,
        "Python that has oTree; by default the project's .venv or venv, then the current one",
        "PATH",
    ),
    Setting("otree-url", "url", None, "Use the oTree server that already runs at this address", "URL"),
    Setting("otree-rest-key", "str", None, "OTREE_REST_KEY of that server", "KEY", secret=True),
    Setting(
        "allow-remote",
        "bool",
        False,
        "Allow servers on other machines: bots write into the data of oTree's, and send the study's texts to llama.cpp's",
    ),
    Setting("debug", "bool", False, "Run oTree with its debug pages, which participants in the lab never see"),
    # browser
    Setting(
        "driver",
        ("chrome", "http", "auto"),
        "chrome",
        "How pages are opened: in Chrome; over plain HTTP, which plays no page with scripts; "
        "or over HTTP, with Chrome for exactly those pages",
    ),
    Setting("headed", "bool", False, "Show the browser windows"),
    Setting("window", "size", "1280x900", "Size of every participant's page; a phone has about 390x844", "WIDTHxHEIGHT"),
    Setting(
        "spread",
        "bool",
        False,
        "With -n N, play every session in the browsers of all workers: for sessions too large for one browser",
    ),
    Setting("chrome", "program", None, "Chrome or Chromium to use instead of the one that is found", "PATH"),
    Setting("chromedriver", "program", None, "ChromeDriver to use; its version must be that of Chrome", "PATH"),
    Setting("grid", "url", None, "WebDriver server or Selenium Grid whose Chrome opens the pages, in place of one here", "URL"),
    Setting(
        "grid-socks",
        "int",
        None,
        "Port on the Grid's machine by which its Chrome gets here, and to the oTree of the run: that of `ssh -R PORT user@grid`",
        "PORT",
        least=1,
        most=65535,
    ),
    # deadlines
    Setting(
        "wait-timeout", "float", 15.0, "Seconds without any progress after which a wait page counts as endless", "S", least=0.1
    ),
    Setting("page-timeout", "float", 30.0, "Seconds a page may take to load or to accept an answer", "S", least=0.1),
    Setting("start-timeout", "float", 30.0, "Seconds the oTree server or the browser may take to start", "S", least=0.1),
    Setting(
        "timers",
        ("skip", "real"),
        "skip",
        "Pages that only their timer ends: ended at once by oTree's advance, which does what the timer does; or awaited",
    ),
    Setting(
        "session-timeout",
        "float",
        600.0,
        "Seconds one session may take in all; by default more for a large one (half a second for each page of each participant), "
        "and an hour with any model but random, min, max and middle",
        "S",
        least=1,
    ),
    # what is kept
    Setting("runs-dir", "path", ".botex__temp", "Folder in which every run leaves its data and report", "DIR"),
    Setting("keep-runs", "int", 10, "Runs kept in that folder; older ones are deleted", "N", least=1),
    Setting("report", "bool", True, "Write the HTML report"),
    Setting(
        "live", "bool", False, "Write a page, live.html beside the runs, that shows where everybody is and keeps up with the run"
    ),
    Setting(
        "redact",
        "list",
        (),
        "Write a report that may be shown to others: without labels, completion codes and what was answered in these fields; "
        "`texts` for all free text, `labels` for no field",
        "FIELD",
    ),
    Setting(
        "screenshots",
        ("off", "failures", "pages", "all"),
        "pages",
        "Screenshots of whole pages: none; where something failed or somebody could not go on; of each page once a session as "
        "well; or of every page that anybody saw",
    ),
)


MARKER = "botex(config, participants=, answers=, ...): play this session config with bots; see docs/how-to/write-tests.md"
"""The marker's line for pytest. Here, and not in markers.py, because it is the one thing of it that an idle plugin needs."""

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


if __name__ == "__main__":
    import sys

    from botex_pytest.settings_page import reference

    sys.stdout.write(reference())
