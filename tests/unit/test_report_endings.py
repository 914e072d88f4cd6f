from __future__ import annotations

from botex_pytest.report.earnings import earnings
from botex_pytest.report.endings import ending_lines, endings_told
from botex_pytest.results import Ending, ParticipantResult, SessionResult, Status


def played(*endings: Ending, config: str = "trust", people: tuple[ParticipantResult, ...] = (), **more: object) -> SessionResult:
    return SessionResult(config, "", 1, "code", 1, "random", "chrome", "", people, endings=endings, **more)  # type: ignore[arg-type]


def out(number: int, answer: str, *, payoff: str = "0.00 EUR") -> Ending:
    return Ending("a.Out", "early-end", (number,), {"age": answer}, "a.Age", payoff=payoff)


def test_ends_to_declare_are_one_line_with_those_declared_before() -> None:
    kinds = (("a.Out", "early-end"), ("a.No", "declared-end"), ("a.Last", "finished"), ("a.Out", "early-end"))
    play = played(*(Ending(where, kind, (1,)) for where, kind in kinds), config="my study")  # type: ignore[arg-type]
    assert ending_lines([play]) == ('["my study"]', 'ends = ["a.Out", "a.No"]')
    assert ending_lines([played(Ending("a.Last", "finished", (1,)))]) == ()


def test_one_end_is_told_once_with_all_that_led_there() -> None:
    [told] = endings_told([played(out(2, "17"), out(1, "9")), played(out(2, "17"))])
    assert (told.who, told.after, told.payoff) == ("P1, P2", "after a.Age with age = 17 or age = 9", "0.00 EUR")
    assert told.undeclared


def test_after_some_answers_the_reader_has_understood() -> None:
    [told] = endings_told([played(*(out(1, str(n)) for n in range(6)))])
    assert told.after == "after a.Age with age = 0 or age = 1 or age = 2 or age = 3 or others"


def test_an_end_that_no_answer_led_to() -> None:
    assert endings_told([played(Ending("a.Last", "finished", (1,)))])[0].after == ""


def person(payoff: str, status: Status = "finished") -> ParticipantResult:
    return ParticipantResult(1, "code", "", status, payoff=payoff)


INFO = {"configs": [{"name": "trust", "fields": {"participation_fee": 4}}, {"name": "free", "fields": {}}]}


def test_what_people_would_earn() -> None:
    two = (person("9.50 EUR"), person("18.45 EUR"), person("0.00 EUR", "early-end"))
    assert earnings(played(people=two), INFO) == "9.50 to 18.45 EUR, and 4.00 EUR for taking part"
    assert earnings(played(people=two[:1], config="free"), INFO) == "9.50 EUR"
    assert earnings(played(people=two[:1], settings={"participation_fee": 5.5}), INFO).endswith("and 5.50 EUR for taking part")


def test_nobody_earns_where_nobody_finished() -> None:
    assert earnings(played(people=(person("0.00 EUR", "early-end"), person(""))), INFO) == ""
