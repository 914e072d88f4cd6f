"""From what was tried to findings: what is a fault, what to review, what is only noted."""

from __future__ import annotations

import pytest

from botex_pytest.form_results import Crash, FormResult, Probe, Tried
from botex_pytest.forms.agenda import Agenda
from botex_pytest.forms.judge import FormJudge
from botex_pytest.forms.plan import HIGHEST, LEFT_EMPTY, LOWEST, ODD, TOO_BIG, Plan
from botex_pytest.page import Message
from botex_pytest.project_info import FieldInfo, PageInfo

PLAIN = PageInfo("Ask", form_model="player", fields=(FieldInfo("n", "player", "integer"),), file="app/__init__.py", line=9)
STRICT = PageInfo("Ask", form_model="player", fields=(FieldInfo("n", "player", "integer"),), own_error_message=True)
OWN = PageInfo("Ask", form_model="player", fields=(FieldInfo("n", "player", "integer", dynamic=("error_message",)),))

ABOVE = Probe("above", {"n": "11"}, "refused", "at most 10")
ABOVE_PAGE = Probe("above", {"n": "11"}, "refused", "at most 10", "page")
UNKNOWN = Probe("unknown", {"n": "7"}, "refused", "one of the choices", by_hand=False)
LABEL = Probe("label's high", {"n": "6"}, "refused", "the label says 1 to 5", "label")
LOW = Probe(LOWEST, {"n": "0", "m": "0"}, "taken", "the least of what is allowed")
EMPTY = Probe(LEFT_EMPTY, {"n": "", "m": ""}, "taken")
BIG = Probe(ODD, {"n": TOO_BIG}, "open", source="otree")
CRASH = Crash("server-error|app.Next|TypeError", "TypeError: none", "Traceback", "app/__init__.py", 41, "app.Next")
TOO_HIGH = (Message("Please fix the errors."), Message("Number must be between 0 and 10.", "n"))
WRITTEN = (Message("Only even numbers, please.", "n"),)


def judge(page=PLAIN):
    return FormJudge("app.Ask", page, "config")


def found(*tried, page=PLAIN, **form):
    findings = judge(page).findings(FormResult("app.Ask", tried=tried, **form))
    return [(f.check, f.group) for f in findings]


def test_a_rule_that_is_kept_is_no_news():
    assert found(Tried(ABOVE, "stopped", "refused"), Tried(ABOVE, "refused", "refused", TOO_HIGH)) == []


def test_a_rule_that_nobody_keeps_fails():
    assert found(Tried(ABOVE, "taken", "taken")) == [("rule-not-kept", "broken")]


@pytest.mark.parametrize("probe", [ABOVE, ABOVE_PAGE])
def test_a_rule_that_only_the_browser_keeps_is_to_review(probe):
    assert found(Tried(probe, "stopped", "taken")) == [("only-in-browser", "review")]


def test_without_a_browser_nobody_knows_whether_a_person_could_do_it():
    assert found(Tried(ABOVE, "", "taken")) == [("only-in-browser", "review")]
    assert found(Tried(ABOVE, "", "error", crash=CRASH)) == [("error-on-answer", "review")]


def test_what_is_allowed_people_can_do_whether_or_not_a_browser_was_asked():
    assert found(Tried(LOW, "", "taken", crash=CRASH)) == [("crash-later", "broken")]
    assert found(Tried(ABOVE, "", "taken", crash=CRASH)) == [("crash-later", "review")]


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (Tried(ABOVE, "stopped", "taken"), "only the browser keeps the rule"),
        (Tried(ABOVE, "", "taken"), "the server does not keep the rule"),
        (Tried(UNKNOWN, "", "taken"), "only the controls of the page keep the rule"),
    ],
)
def test_who_keeps_a_rule_is_said(tried, words):
    (finding,) = judge().findings(FormResult("app.Ask", tried=(tried,)))
    assert words in finding.title


def test_label_and_bounds():
    assert found(Tried(LABEL, "taken", "taken")) == [("label-and-bounds", "review")]
    assert found(Tried(LABEL, "stopped", "refused")) == []


def test_a_valid_answer_refused_by_otree_fails():
    assert found(Tried(LOW, "refused", "refused", TOO_HIGH)) == [("valid-refused", "broken")]


@pytest.mark.parametrize("page", [STRICT, OWN])
def test_the_author_s_own_refusal_is_noted(page):
    assert found(Tried(LOW, "refused", "refused", WRITTEN), page=page) == [("own-refusal", "note")]


def test_otree_s_words_are_otree_s_whatever_the_author_may_say_elsewhere():
    assert found(Tried(LOW, "refused", "refused", TOO_HIGH), page=STRICT) == [("valid-refused", "broken")]


def test_a_valid_answer_that_the_browser_keeps_back_is_to_review():
    assert found(Tried(LOW, "stopped", "taken")) == [("valid-refused", "review")]
    assert found(Tried(LOW, "stopped", "refused", WRITTEN), page=OWN) == [("own-refusal", "note")]
    assert found(Tried(LOW, "unclear", "taken")) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (TOO_HIGH, "Number must be between 0 and 10."),
        ((Message("Please fix the errors."), Message("They must add up.")), "They must add up."),
        ((Message("Bitte korrigieren."),), "Bitte korrigieren."),
        ((), "nothing was said"),
    ],
)
def test_what_was_said_is_told_without_the_box_at_the_head(said, told):
    (finding,) = judge().findings(FormResult("app.Ask", tried=(Tried(LOW, "refused", "refused", said),)))
    assert finding.title.endswith(f"declared rules: {told}")


def test_what_is_refused_without_a_word_is_to_review():
    silent = Tried(ABOVE, "refused", "refused", (Message("Please fix the errors."),), told=False)
    below = Tried(Probe("below", {"n": "-1"}, "refused"), "refused", "refused", told=False)
    assert found(silent, below) == [("silent-refusal", "review")]  # once for each field


def test_a_server_error_that_people_meet_fails():
    assert found(Tried(ABOVE, "error", "error", crash=CRASH)) == [("error-on-answer", "broken")]


def test_a_server_error_that_nobody_can_meet_is_to_review():
    assert found(Tried(ABOVE, "stopped", "error", crash=CRASH)) == [("error-on-answer", "review")]


def test_otree_s_own_fault_that_nobody_can_meet_is_noted_once_a_run():
    (finding,) = judge().findings(FormResult("app.Ask", tried=(Tried(ABOVE, "stopped", "error", crash=Crash("", "KeyError")),)))
    assert (finding.check, finding.group, finding.key) == ("otree-form", "note", "otree-form|KeyError")


def test_a_crash_later_fails_where_it_came_each_time_and_at_the_one_answer_that_is_to_blame():
    one, other = EMPTY.singles
    tried = Tried(EMPTY, "taken", "taken", crash=CRASH), Tried(one, "taken", "taken", crash=CRASH), Tried(other, "taken", "taken")
    (finding,) = judge().findings(FormResult("app.Ask", tried=tried))
    assert (finding.check, finding.group, finding.answer) == ("crash-later", "broken", {"n": ""})
    assert (finding.where, finding.place) == ("app.Next", "app/__init__.py:41")
    assert found(*tried, Tried(one, "taken", "taken")) == [("crash-later", "review")]  # it came once and then no more


def test_a_crash_that_came_once_of_twice_is_to_review():
    assert found(Tried(ABOVE, "taken", "taken"), Tried(ABOVE, "taken", "taken", crash=CRASH)) == [("crash-later", "review")]


def test_what_otree_does_in_its_own_way_is_noted_once_a_run():
    blanks = Probe(ODD, {"n": "   ", "m": "0,5"}, "open", source="otree")
    findings = judge().findings(FormResult("app.Ask", tried=(Tried(BIG, "taken", "taken"), Tried(blanks, "taken", "taken"))))
    assert {f.key: f.group for f in findings} == {f"otree-form|{k}": "note" for k in ("big", "blanks", "comma")}


def test_a_page_that_changes_its_mind_is_told_once_and_nothing_else_of_it():
    assert found(Tried(ABOVE, "taken", "taken"), counts=True) == [("counts-attempts", "note")]


def test_what_can_be_accepted_says_how():
    (finding,) = judge().findings(FormResult("app.Ask", tried=(Tried(ABOVE, "taken", "taken"),)))
    assert finding.lines == ("[config]", 'accept = ["rule-not-kept|app.Ask|n|above"]')


# --- what is tried when ---


def agenda(*probes, allowed=None, grave=lambda tried: judge().grave(tried)):
    plan = Plan(tuple(p for p in probes if p.wanted == "refused"), tuple(p for p in probes if p.wanted != "refused"))
    made = Agenda(allowed, grave)
    return made, lambda: [p.key for p in made.of(plan)]


def test_what_was_tried_is_not_tried_again():
    made, given = agenda(ABOVE, LOW)
    assert given() == [ABOVE.key, LOW.key]
    made.settle([Tried(ABOVE, "stopped", "refused"), Tried(LOW, "taken", "taken")], good_refused=False)
    assert made.done
    assert given() == []


def test_a_fault_has_to_come_twice_and_alone():
    made, given = agenda(ABOVE, LOW)
    given()
    made.settle([Tried(ABOVE, "taken", "taken")], good_refused=False)
    assert given() == [ABOVE.key]
    made.settle([Tried(ABOVE, "taken", "taken")], good_refused=False)
    assert given() == [LOW.key]
    assert not made.counts


def test_what_was_taken_after_others_and_not_alone_is_a_page_that_counts():
    made, given = agenda(LABEL, LOW)
    given()
    made.settle([Tried(LABEL, "taken", "taken", first=False)], good_refused=False)
    assert given() == [LABEL.key]
    made.settle([Tried(LABEL, "refused", "refused")], good_refused=False)
    assert made.counts
    assert made.done


def test_a_good_answer_that_is_refused_after_others_is_a_page_that_counts():
    made, given = agenda(ABOVE, LOW)
    given()
    made.settle([Tried(ABOVE, "stopped", "refused")], good_refused=True)
    assert (made.counts, made.done) == (True, True)


def test_several_answers_that_went_wrong_together_are_tried_one_by_one():
    made, given = agenda(EMPTY)
    given()
    made.settle([Tried(EMPTY, "taken", "taken", crash=CRASH)], good_refused=False)
    singles = [p.key for p in EMPTY.singles]
    for key, probe in zip(singles, EMPTY.singles, strict=True):
        assert given() == [key]
        made.settle([Tried(probe, "taken", "taken")], good_refused=False)
    assert given() == [EMPTY.key]


def test_the_budget_leaves_out_what_matters_least_and_says_so():
    made, given = agenda(ABOVE, LABEL, EMPTY, BIG, allowed=2)
    assert given() == [ABOVE.key, EMPTY.key]
    assert made.left_out == ("label's high: n", "odd: n")


def test_extremes_that_are_one_and_the_same_value_have_one_key_each():
    assert Probe(LOWEST, {"n": "1"}, "taken").key != Probe(HIGHEST, {"n": "1"}, "taken").key


def test_each_choice_that_only_the_page_offers_is_told_by_itself():
    offers = [Probe("offered", {"colour": value}, "taken", f"the page offers {value!r}", "page") for value in ("green", "black")]
    form = FormResult(
        "app.Ask", tried=tuple(Tried(p, "refused", "refused", (Message("Not a valid choice", "colour"),)) for p in offers)
    )
    keys = [f.key for f in FormJudge("app.Ask", PageInfo("Ask"), "config").findings(form)]
    assert keys == [f"valid-refused|app.Ask|colour|offered|{value}" for value in ("green", "black")]
