"""What is said about what users' hooks give."""

from __future__ import annotations

import pytest

from botex_pytest.hook_errors import HookError

DOCS = "\nTo fix this:\n  - see an example: docs/reference/hooks.md"

MESSAGES = {
    "bad_return": (
        HookError.bad_return("pytest_botex_checks", "list, not a dict", "a dict of functions by the name of the check"),
        "pytest_botex_checks returned list, not a dict.\n"
        "Cause: it is to return a dict of functions by the name of the check." + DOCS,
    ),
    "given_twice": (
        HookError.given_twice("pytest_botex_models", "nash"),
        "pytest_botex_models gives 'nash' twice.\n"
        "Cause: two plugins or conftest.py files chose the same name, or one that is ours.\n"
        "To fix this, either:\n"
        "  - rename one of them\n"
        "  - leave a plugin out: pytest -p no:NAME",
    ),
    "hook_failed": (
        HookError.hook_failed("pytest_botex_models", "conftest.py:3", KeyError("x")),
        "pytest_botex_models raised KeyError at conftest.py:3.\n"
        "Cause: 'x'\n"
        "To fix this, either:\n"
        "  - mend it there\n"
        "  - leave the plugin out: pytest -p no:NAME",
    ),
    "no_such_model": (
        HookError.no_such_model("nahs", ["nash"]),
        "No plugin has a model 'nahs'. Did you mean 'nash'?\n"
        "To fix this, either:\n"
        "  - give it:        def pytest_botex_models(): return {...} in conftest.py\n"
        "  - see an example: docs/reference/hooks.md",
    ),
    "no_such_model, and none at all": (
        HookError.no_such_model("nash", []),
        "No plugin has a model 'nash'.\n"
        "Cause: no plugin and no conftest.py that pytest has loaded implements pytest_botex_models.\n"
        "To fix this, either:\n"
        "  - give it:        def pytest_botex_models(): return {...} in conftest.py\n"
        "  - see an example: docs/reference/hooks.md",
    ),
    "check_failed": (
        HookError.check_failed("bonus", "conftest.py:3", IndexError("tuple index out of range")),
        "Your check bonus raised IndexError at conftest.py:3.\n"
        "Cause: tuple index out of range\n"
        "To fix this, either:\n"
        "  - mend it there\n"
        "  - leave it out:  --botex-skip-checks bonus",
    ),
    "check_found": (
        HookError.check_found("bonus", "7"),
        "Your check bonus found 7.\n"
        "Cause: a check yields a sentence, or Found(...) for more, for each thing it finds; nothing when all is well.\n"
        "To fix this, either:\n"
        "  - see an example: docs/reference/hooks.md\n"
        "  - leave it out:   --botex-skip-checks bonus",
    ),
    "handler_failed": (
        HookError.handler_failed("slider.Draw", "conftest.py:3", ValueError("two\nlines")),
        "pytest_botex_page raised ValueError on slider.Draw at conftest.py:3.\n"
        "Cause: two\n"
        "To fix this, either:\n"
        "  - mend it there\n"
        "  - let the bot try that page alone: return None for it",
    ),
    "no_element": (HookError.no_element("#gone"), "The page shows nothing that '#gone' selects."),
    "out_of_sight": (
        HookError.out_of_sight(),
        "The mouse was to go to a place outside of the window.\n"
        "To fix this:\n"
        "  - make the window larger: --botex-window 1600x1200",
    ),
    "script_failed": (HookError.script_failed("SyntaxError: x"), "The script failed on the page: SyntaxError: x"),
}


@pytest.mark.parametrize(("error", "said"), MESSAGES.values(), ids=MESSAGES)
def test_messages(error, said):
    assert str(error) == said


def test_every_message_is_tested():
    constructors = {name for name, made in vars(HookError).items() if isinstance(made, classmethod)}
    assert {name.partition(",")[0] for name in MESSAGES} == constructors
