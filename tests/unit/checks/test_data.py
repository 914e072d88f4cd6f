"""Whether oTree's data hold what was entered, after oTree's own conversion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_builder import Way, app, form, play, project

from botex_pytest.checks.data import same, stored_answers
from botex_pytest.played import Advance
from botex_pytest.project_info import FieldInfo


def field(kind):
    return FieldInfo("x", "player", kind)


@pytest.mark.parametrize(("kind", "sent", "stored"), [
    ("integer", "7", "7"),
    ("integer", " 7 ", "7"),
    ("integer", "007", "7"),
    ("integer", "-0", "0"),
    ("float", "0,5", "0.5"),
    ("float", ".5", "0.5"),
    ("float", "1e1", "10.0"),
    ("float", "0.1234567890123456789", "0.12345678901234568"),
    ("float", "inf", "inf"),
    ("currency", "5,4", "5"),
    ("currency", "5.5", "6"),
    ("currency", "5.5", "6.0"),
    ("currency", "2.005", "2.01"),
    ("currency", "1.50", "1.5"),
    ("currency", "0", "0.0"),
    ("decimal", "5.004", "5.0"),
    ("boolean", "True", "1"),
    ("boolean", "y", "1"),
    ("boolean", "False", "0"),
    ("boolean", "", "0"),
    ("boolean", "", ""),
    ("string", "007", "007"),
    ("string", "Grüße", "Grüße"),
    ("longstring", "one\r\ntwo\n\nthree", "one two  three"),
    ("string", " spaced ", " spaced "),
])  # fmt: skip
def test_what_oTree_makes_of_it(kind, sent, stored):  # noqa: N802 - its name is written so
    assert same(sent, stored, field(kind))


@pytest.mark.parametrize(("kind", "sent", "stored"), [
    ("integer", "7", "8"),
    ("integer", "7", ""),
    ("integer", "15", "1"),
    ("float", "5.4", "5"),
    ("float", "inf", "1.0"),
    ("currency", "5.4", "6"),
    ("currency", "1e999", "7"),
    ("currency", "5", ""),
    ("boolean", "True", "0"),
    ("boolean", "False", "1"),
    ("boolean", "True", ""),
    ("string", "007", "7"),
    ("string", "1.0", "1"),
    ("string", "a", "b"),
])  # fmt: skip
def test_what_is_another_value(kind, sent, stored):
    assert not same(sent, stored, field(kind))


def test_several_values_in_one_name_cannot_be_compared():
    assert same(("a", "b"), "a", field("string"))


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_currency_is_rounded_half_up_to_any_number_of_decimals(number, places):
    from decimal import ROUND_HALF_UP, Decimal

    stored = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert same(str(number), str(stored), field("currency"))
    assert not same(str(number), str(stored + 1), field("currency"))


@given(st.text(), st.text(), st.sampled_from(["integer", "float", "currency", "decimal", "boolean", "string", "longstring"]))
def test_no_text_is_too_odd_to_be_compared(sent, stored, kind):
    assert same(sent, stored, field(kind)) in (True, False)


# --- a whole session ---


def row(number, round_=1, group=1, **values):
    known = {"participant.code": f"code{number}", "subsession.round_number": str(round_), "group.id_in_subsession": str(group)}
    return {**known, **{name.replace("__", "."): value for name, value in values.items()}}


INFO = project(app(form("Ask", "offer"), form("Again", "offer"), form("End"), rounds=2))


@pytest.fixture
def found(tmp_path):
    def find(*players, info=INFO, rows):
        return list(stored_answers(play(info, *players, rows={"app": rows} if rows is not None else {}, folder=tmp_path)))

    return find


def ask(number=1, **values):
    return Way(INFO, number).answer("Ask", **values)


def test_a_value_that_was_lost(found):
    (finding,) = found(ask(offer="5").stop("End"), rows=[row(1, player__offer="0")])
    assert (finding.check, finding.group, finding.where, finding.participants) == ("lost-answer", "broken", "app.Ask", (1,))
    assert (finding.answer, finding.file) == ({"offer": "5"}, "app/__init__.py")


def test_a_value_that_is_there(found):
    assert found(ask(offer="5").stop("End"), rows=[row(1, player__offer="5")]) == []


@pytest.mark.parametrize("rows", [None, [], [row(2, player__offer="0")], [row(1, 2, player__offer="0")], [row(1)]])
def test_where_otree_says_nothing_nothing_is_lost(found, rows):
    assert found(ask(offer="5").stop("End"), rows=rows) == []


def test_what_was_optional_or_left_empty_is_not_compared(found):
    optional = ask(offer="5").stop("End")
    optional.accepted[0] = type(optional.accepted[0])(**{**vars(optional.accepted[0]), "required": ()})
    assert found(optional, rows=[row(1, player__offer="0")]) == []
    assert found(ask(offer="").stop("End"), rows=[row(1, player__offer="0")]) == []


def test_of_two_submits_the_last_counts_and_each_round_for_itself(found):
    played = ask(offer="5").answer("Again", offer="6").answer("Ask", offer="7").stop("End")
    assert found(played, rows=[row(1, player__offer="6"), row(1, 2, player__offer="7")]) == []
    (finding,) = found(played, rows=[row(1, player__offer="5"), row(1, 2, player__offer="7")])
    assert (finding.where, finding.round) == ("app.Again", 1)


def test_a_group_s_field_holds_what_its_last_member_sent(found):
    shared = form("Ask", FieldInfo("offer", "group", "integer"))
    info = project(app(type(shared)(**{**vars(shared), "form_model": "group"}), form("End")))
    players = [Way(info, n).answer("Ask", at=float(n), offer=str(n)).stop("End") for n in (1, 2, 3, 4)]
    groups = [row(n, group=(n + 1) // 2, group__offer="2" if n < 3 else "4") for n in (1, 2, 3, 4)]
    assert found(*players, info=info, rows=groups) == []
    groups[0]["group.offer"] = groups[1]["group.offer"] = "1"
    (finding,) = found(*players, info=info, rows=groups)
    assert finding.participants == (2,)


def test_where_an_advance_may_have_put_defaults_nothing_is_lost(found):
    way = ask(offer="5").see("Again")
    way.played.advanced.append(Advance(way.played.visits[-1], "unplayed"))
    played = way.answer("Ask", offer="7").stop("End")
    (finding,) = found(played, rows=[row(1, player__offer="0"), row(1, 2, player__offer="0")])
    assert finding.round == 2


CODE = {
    "app/__init__.py": ("def before_next_page(player):\n    player.offer = 0\n", "rewritten-answer", "app/__init__.py", 2),
    "app/helpers.py": ("def set_all(player, name):\n    setattr(player, name, 0)\n", "rewritten-answer", "app/helpers.py", 2),
    "shared/tools.py": ("def reset(p):\n    setattr(p, 'offer', 0)\n", "rewritten-answer", "shared/tools.py", 2),
    "payoffs.py": ("def f(p):\n    p.offer += 1\n", "rewritten-answer", "payoffs.py", 2),
    "env/lib.py": ("def f(p):\n    p.offer = 1\n", "lost-answer", "app/__init__.py", 1),
    ".venv/lib.py": ("def f(p):\n    p.offer = 1\n", "lost-answer", "app/__init__.py", 1),
    "app/other.py": ("def f(p):\n    p.other = p.offer\n", "lost-answer", "app/__init__.py", 1),
    "app/torn.py": ("def f(p:\n    p.offer = 1\n", "lost-answer", "app/__init__.py", 1),
}


@pytest.mark.parametrize("name", CODE)
def test_a_difference_that_the_project_s_own_code_explains_is_a_note(found, tmp_path, name):
    text, check, file, line = CODE[name]
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    (finding,) = found(ask(offer="5").stop("End"), rows=[row(1, player__offer="0")])
    assert (finding.check, finding.file, finding.line) == (check, file, line)
    assert finding.group == ("note" if check == "rewritten-answer" else "broken")
