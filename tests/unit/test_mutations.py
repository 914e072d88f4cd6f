"""How `make mutants` breaks an app: one place at a time, and every kind of place."""

from __future__ import annotations

import ast
import itertools
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
APP = """
class Player(BasePlayer):
    offer = models.CurrencyField(min=0, max=C.ENDOWMENT)
    sex = models.StringField(choices=['f', 'm'], blank=True)


def offer_max(player):
    return 7


def offer_error_message(player, value):
    if value == 3:
        return 'Not 3.'


def set_payoffs(group):
    share = group.total * 2 / 3
    for p in group.get_players():
        p.payoff = share


class Offer(Page):
    @staticmethod
    def is_displayed(player):
        return player.round_number == 1


class Meet(WaitPage):
    group_by_arrival_time = True
    after_all_players_arrive = set_payoffs


page_sequence = [Offer, Meet]
"""
EXPECTED = [
    (3, "rule", "made optional", "offer = models.CurrencyField(min=0, max=C.ENDOWMENT, blank=True)"),
    (3, "bound", "max +1", "offer = models.CurrencyField(min=0, max=C.ENDOWMENT + 1)"),
    (3, "bound", "max left out", "offer = models.CurrencyField(min=0)"),
    (3, "bound", "min -1", "offer = models.CurrencyField(min=0 - 1, max=C.ENDOWMENT)"),
    (3, "bound", "min left out", "offer = models.CurrencyField(min=None, max=C.ENDOWMENT)"),
    (4, "rule", "blank left out", "sex = models.StringField(choices=['f', 'm'])"),
    (4, "rule", "choices left out", "sex = models.StringField(blank=True)"),
    (7, "bound", "offer_max left out", "def unused_offer_max(player):"),
    (8, "bound", "offer_max +1", "return 7 + 1"),
    (11, "rule", "offer_error_message left out", "def unused_offer_error_message(player, value):"),
    (12, "branch", "condition negated", "if not value == 3:"),
    (17, "payoff", "group.total * 2 / 3: Div to Mult", "share = group.total * 2 * 3"),
    (17, "payoff", "group.total * 2: Mult to Div", "share = group.total / 2 / 3"),
    (19, "payoff", "left out: p.payoff = share", "pass"),
    (24, "branch", "is_displayed left out", "def unused_is_displayed(player):"),
    (25, "branch", "is_displayed negated", "return not player.round_number == 1"),
    (29, "wait page", "left out: group_by_arrival_time = True", "pass"),
    (30, "wait page", "left out: after_all_players_arrive = set_payoffs", "pass"),
    (33, "wait page", "Meet left out", "page_sequence = [Offer]"),
]


@pytest.fixture(scope="module")
def mutations():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import mutations as module
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


def lines(source):
    return {line.strip() for line in source.splitlines()}


def test_every_rule_bound_branch_payoff_and_wait_page(mutations):
    found = mutations.mutants(APP)
    assert [(m.line, m.kind, m.change) for m in found] == [(line, kind, change) for line, kind, change, _ in EXPECTED]
    assert {m.kind for m in found} == set(mutations.KINDS)


def test_each_changes_that_one_place(mutations):
    before = lines(ast.unparse(ast.parse(APP)))
    for mutant, (*_, changed) in zip(mutations.mutants(APP), EXPECTED, strict=True):
        assert lines(mutant.source) - before <= {changed}, mutant.change
        assert changed in lines(mutant.source), mutant.change


def test_what_is_not_otrees_is_left_alone(mutations):
    assert mutations.mutants("def total(numbers):\n    return sum(numbers) + 1\n") == []


def test_the_examples_have_mutants_of_every_kind(mutations):
    examples = (BENCHMARKS.parent / "examples").glob("*/*/__init__.py")
    found = [m for file in examples for m in mutations.mutants(file.read_text(encoding="utf-8"))]
    assert {m.kind for m in found} == set(mutations.KINDS)
    for mutant in found:
        compile(mutant.source, "mutant", "exec")


def test_the_table_counts_by_kind_and_names_survivors(mutations, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import mutants

    verdicts = itertools.cycle(("fails", "told", "survived"))
    results = [(mutants.Broken("trust", "trust/__init__.py", m), next(verdicts)) for m in mutations.mutants(APP)]
    lines = mutants.table(results)
    assert "all       |      19 |     7 |    6 |        6 |   68%" in lines
    survivors = lines[lines.index("Survivors:") + 1 :]
    assert len(survivors) == 6
    assert survivors[0] == "  examples/trust/trust/__init__.py:3 bound: max left out"
