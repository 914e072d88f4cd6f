"""What can be wrong with what other plugins and conftest.py files give us through hooks, with its remedies. Never the study's
fault."""

from __future__ import annotations

from collections.abc import Iterable

from botex_pytest.errors import BotexError, near_matches

_PAGE = "docs/reference/hooks.md"


class HookError(BotexError):
    """A hook of a user's own, or what it returned, cannot be used."""

    @classmethod
    def bad_return(cls, hook: str, returned: str, accepted: str) -> HookError:
        """`returned`: what came instead, in words."""
        return cls(
            f"{hook} returned {returned}.",
            cause=f"it is to return {accepted}.",
            remedies=[("see an example", _PAGE)],
        )

    @classmethod
    def given_twice(cls, hook: str, name: str) -> HookError:
        return cls(
            f"{hook} gives {name!r} twice.",
            cause="two plugins or conftest.py files chose the same name, or one that is ours.",
            remedies=[("rename one of them", ""), ("leave a plugin out", "pytest -p no:NAME")],
        )

    @classmethod
    def hook_failed(cls, hook: str, place: str, error: Exception) -> HookError:
        return cls(
            f"{hook} raised {type(error).__name__}{_at(place)}.",
            cause=str(error),
            remedies=[("mend it there", ""), ("leave the plugin out", "pytest -p no:NAME")],
        )

    @classmethod
    def no_such_model(cls, name: str, known: Iterable[str]) -> HookError:
        known = sorted(known)
        return cls(
            f"No plugin has a model {name!r}.{near_matches(name, known)}",
            cause="" if known else "no plugin and no conftest.py that pytest has loaded implements pytest_botex_models.",
            remedies=[("give it", "def pytest_botex_models(): return {...} in conftest.py"), ("see an example", _PAGE)],
        )

    @classmethod
    def check_failed(cls, name: str, place: str, error: Exception) -> HookError:
        return cls(
            f"Your check {name} raised {type(error).__name__}{_at(place)}.",
            cause=str(error),
            remedies=[("mend it there", ""), ("leave it out", f"--botex-skip-checks {name}")],
        )

    @classmethod
    def check_found(cls, name: str, found: str) -> HookError:
        """`found`: what it brought instead of findings, in words."""
        return cls(
            f"Your check {name} found {found}.",
            cause="a check yields a sentence, or Found(...) for more, for each thing it finds; nothing when all is well.",
            remedies=[("see an example", _PAGE), ("leave it out", f"--botex-skip-checks {name}")],
        )

    @classmethod
    def handler_failed(cls, where: str, place: str, error: Exception) -> HookError:
        return cls(
            f"pytest_botex_page raised {type(error).__name__} on {where}{_at(place)}.",
            cause=str(error).partition("\n")[0],
            remedies=[("mend it there", ""), ("let the bot try that page alone", "return None for it")],
        )

    @classmethod
    def no_element(cls, selector: str) -> HookError:
        return cls(f"The page shows nothing that {selector!r} selects.")

    @classmethod
    def out_of_sight(cls) -> HookError:
        return cls(
            "The mouse was to go to a place outside of the window.",
            remedies=[("make the window larger", "--botex-window 1600x1200")],
        )

    @classmethod
    def script_failed(cls, text: str) -> HookError:
        return cls(f"The script failed on the page: {text}")


def _at(place: str) -> str:
    return f" at {place}" if place else ""
