"""What a test can ask for that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from botex_pytest.errors import BotexError, near_matches


class TestingError(BotexError):
    """A test asks for something that the session, or its project, does not have."""

    __test__ = False  # pytest would take it for a test

    @classmethod
    def no_page(cls, who: str, name: str, round_: int | None, seen: Sequence[str]) -> TestingError:
        when = f" in round {round_}" if round_ is not None else ""
        return cls(
            f"{who} never saw a page {name}{when}.",
            cause=f"the pages seen were {', '.join(seen) or 'none'}.",
            remedies=[
                ("name a page that this participant sees", f"{who.partition(' ')[0].lower()}.page(...)"),
                ("lead the bots there", 'answers={"Page.field": ...} in @pytest.mark.botex'),
            ],
        )

    @classmethod
    def no_such_page(cls, name: str, config: str, known: Sequence[str]) -> TestingError:
        return cls(
            f"Session config {config} has no page {name!r}.",
            cause=near_matches(name, known).strip() or "it has no pages.",
            remedies=[("name one that exists", "Page, or app.Page")],
        )

    @classmethod
    def no_field(cls, page: str, name: str, asked: Iterable[str]) -> TestingError:
        return cls(
            f"{page} has no field {name!r}.",
            cause=f"it was shown without it.{near_matches(name, asked)}",
            remedies=[("name a field that the page asks for", ".field(...)")],
        )

    @classmethod
    def which_config(cls, where: str, known: Sequence[str]) -> TestingError:
        return cls(
            f"{where} does not say which session config to play.",
            cause=f"the project has {len(known)}: {', '.join(known)}.",
            remedies=[("name one", f'@pytest.mark.botex("{known[0]}")')],
        )

    @classmethod
    def no_marker(cls, where: str) -> TestingError:
        return cls(
            f"{where} asks for a session and does not say which.",
            remedies=[("mark the test", '@pytest.mark.botex("trust", participants=2)')],
        )

    @classmethod
    def no_table(cls, version: str) -> TestingError:
        return cls(
            "The session's data cannot be read as tables.",
            cause=f"oTree {version} has no export over REST; oTree 6 has.",
            remedies=[("use oTree 6 for tests that read data", "pip install 'otree>=6'")],
        )
