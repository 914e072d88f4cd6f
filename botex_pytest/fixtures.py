"""User-visible fixtures: open, yield, close. What they start is started when a test first asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from botex_pytest.casting import Models
    from botex_pytest.config import Config
    from botex_pytest.drivers.base import Driver
    from botex_pytest.equipment import Server
    from botex_pytest.judging import Judgement
    from botex_pytest.lab import Lab
    from botex_pytest.local_model import Llama
    from botex_pytest.run import Run
    from botex_pytest.testing.seen import Participant
    from botex_pytest.testing.session import OtreeSession


@pytest.fixture(scope="session")
def botex_run(pytestconfig: pytest.Config) -> Run:
    """Settings, project and plan of this run. Starts nothing; its `info` asks oTree about the project, once (about 1 s)."""
    from botex_pytest.activation import make_run
    from botex_pytest.errors import BotexError
    from botex_pytest.stash import RUN

    if RUN not in pytestconfig.stash:
        try:
            pytestconfig.stash[RUN] = make_run(pytestconfig)
        except BotexError as error:
            raise _failed(error) from None
    return pytestconfig.stash[RUN]


@pytest.fixture(scope="session")
def otree_server(botex_run: Run, botex_config: Config) -> Iterator[Server]:
    """A running oTree server for this process, in a scratch copy of the project.

    Session scoped; starting takes one to two seconds, so ask for it only if you open pages. Uses the server at
    --botex-otree-url instead when that is set, and then never stops it.
    """
    from botex_pytest.equipment import make_server
    from botex_pytest.errors import BotexError

    try:
        server = make_server(botex_run)
        server.start()
    except BotexError as error:
        raise _failed(error) from None
    yield server
    server.stop()


@pytest.fixture(scope="session")
def botex_browser(botex_run: Run, botex_config: Config) -> Iterator[Driver]:
    """Chrome for this process, one isolated tab per participant. It starts in the background, in about a second."""
    from botex_pytest.equipment import make_browser

    browser = make_browser(botex_run)
    browser.start()  # beside the server, which takes as long
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def llamacpp_server(botex_run: Run, botex_config: Config) -> Llama:
    """A running llama.cpp with the model at --botex-llamacpp-model; its `url` has an OpenAI-compatible API under /v1.

    Session scoped; starting takes as long as reading the model's file. The bots of the same process use the same one, and under
    xdist all workers of a run do. Uses the server at --botex-llamacpp-url instead when that is set, and then never stops it.
    """
    from botex_pytest import local_model
    from botex_pytest.errors import BotexError

    try:
        server = local_model.llamacpp_server(botex_run)
        server.start()
    except BotexError as error:
        raise _failed(error) from None
    return server  # ended with the run


@pytest.fixture(scope="session")
def botex_models(botex_run: Run, botex_config: Config) -> Iterator[Models]:
    """What answers pages, by name as in --botex-model; each model is tried out when it is first asked for."""
    from botex_pytest.casting import Models
    from botex_pytest.equipment import make_model

    models = Models(lambda name: make_model(botex_run, name))
    yield models
    models.close()


@pytest.fixture(scope="session")
def botex_lab(
    botex_run: Run,
    botex_config: Config,
    botex_browser: Driver,
    otree_server: Server,
    botex_models: Models,
    pytestconfig: pytest.Config,
) -> Lab:
    """Server, browser and models of this process together: what plays sessions."""
    from botex_pytest.errors import BotexError
    from botex_pytest.lab import Lab
    from botex_pytest.progress import Progress

    try:
        info, folder, checks = botex_run.info, botex_run.folder, botex_run.hooks.checks
    except BotexError as error:
        raise _failed(error) from None
    project, progress = botex_run.project.root, Progress(pytestconfig)
    handler = botex_run.hooks.play_page
    return Lab(botex_config, info, project, folder, otree_server, botex_browser, botex_models, checks, handler, progress)


@pytest.fixture
def otree_session(request: pytest.FixtureRequest, botex_run: Run) -> OtreeSession:
    """The session that the test's `@pytest.mark.botex(...)` describes. `play()` plays it to the end, everything else reads.

    Function scoped; all items of a test that asks for `participant` share one session.
    """
    from botex_pytest.errors import BotexError
    from botex_pytest.marked import session_of

    try:
        return session_of(request.node, botex_run, lambda: request.getfixturevalue("botex_lab"))
    except BotexError as error:
        raise _failed(error) from None


@pytest.fixture
def participants(otree_session: OtreeSession) -> tuple[Participant, ...]:
    """Everybody, P1 first, after the session was played to its end."""
    from botex_pytest.errors import BotexError

    try:
        return otree_session.play()
    except BotexError as error:
        raise _failed(error) from None


@pytest.fixture
def participant(request: pytest.FixtureRequest, participants: tuple[Participant, ...]) -> Participant:
    """One participant, after the session was played to its end: a test that asks for it becomes one item for each of them."""
    number: int = request.param
    return participants[number - 1]


@pytest.fixture
def botex_verdict(request: pytest.FixtureRequest, botex_run: Run) -> Judgement:
    """The verdict on the item that asks. The first item of a session plays it; a repeated item plays a new one."""
    from botex_pytest import form_items, sessions
    from botex_pytest.collect import BotItem, FormItem

    item = request.node
    assert isinstance(item, BotItem | FormItem), "botex_verdict belongs to the items that --botex makes"

    def lab() -> Lab:
        equipment: Lab = request.getfixturevalue("botex_lab")
        return equipment

    def browser() -> Driver:
        own: Driver = request.getfixturevalue("botex_browser")
        return own

    if isinstance(item, FormItem):
        judgement = form_items.verdict(item, botex_run, lab)
    else:
        judgement = sessions.verdict(item, botex_run, lab, browser)
    if judgement.outcome == "error":
        pytest.fail(judgement.text, pytrace=False)
    return judgement


def _failed(error: Exception) -> BaseException:
    """For `raise ... from None`: pytest would print what it came from as well, which says the same."""
    return pytest.fail.Exception(str(error), pytrace=False)
