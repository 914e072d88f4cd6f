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
    def played_before(cls, who: str) -> TestingError:
        return cls(
            f"{who} has played before, and cannot be played by hand any more.",
            remedies=[("step first", "with otree_session.by_hand(1) as p1: ... before otree_session.play()")],
        )

    @classmethod
    def being_played(cls, config: str) -> TestingError:
        return cls(
            f"The session of {config} is being played by hand, and is not over.",
            cause="a test steps through it for one participant, and reads what became of all when that is done.",
            remedies=[("read it afterwards", "otree_session.play() after `with otree_session.by_hand(1) as p1:`")],
        )

    @classmethod
    def no_participant(cls, config: str, number: int, count: int) -> TestingError:
        return cls(
            f"The session of {config} has no participant P{number}.",
            cause=f"it has {count}.",
            remedies=[("name one of them", "otree_session.by_hand(1)"), ("let more take part", "participants=... in the marker")],
        )

    @classmethod
    def not_reached_again(cls, page: str, code: str) -> TestingError:
        return cls(
            f"{page} was not reached again, so nothing could be tried there.",
            cause=f"session {code} took another way with the same answers: something in it is drawn by chance.",
            remedies=[("fix what is drawn", 'session={"treatment": "high"} in the marker')],
        )

    @classmethod
    def session_over(cls, who: str, walk: Sequence[str]) -> TestingError:
        return cls(
            f"{who} is at the end of the study.",
            cause=f"the pages seen were {', '.join(walk) or 'none'}.",
            remedies=[("answer earlier pages by hand", "p1.run_until(...) before p1.submit(...)")],
        )

    @classmethod
    def never_asked(cls, who: str, seconds: float, walk: Sequence[str]) -> TestingError:
        return cls(
            f"{who} came to no page that asks something within {seconds:.0f} s.",
            cause=f"the pages seen were {', '.join(walk) or 'none'}.",
            remedies=[("allow more time", "--botex-session-timeout 1200"), ("see where it waits", "the report of the run")],
        )

    @classmethod
    def no_table(cls, version: str) -> TestingError:
        return cls(
            "The session's data cannot be read as tables.",
            cause=f"oTree {version} has no export over REST; oTree 6 has.",
            remedies=[("use oTree 6 for tests that read data", "pip install 'otree>=6'")],
        )
