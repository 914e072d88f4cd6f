"""Participant labels."""

from __future__ import annotations

import re

import pytest

from botex_pytest.labels import make_labels, usable


def test_hex_labels_look_like_those_of_recruiting_platforms_and_stay_the_same():
    made = make_labels("hex", 50, "trust/1")
    assert all(re.fullmatch(r"[0-9a-f]{24}", label) for label in made)
    assert len(set(made)) == 50
    assert made[:3] == make_labels("hex", 3, "trust/1")
    assert made != make_labels("hex", 50, "trust/2")


def test_other_schemes():
    assert make_labels("P{n:03}", 2, "") == ["P001", "P002"]
    assert make_labels("none", 2, "") == ["", ""]
    assert make_labels(["anna", "bea"], 3, "") == ["anna", "bea", ""]
    assert make_labels(["anna", "bea"], 1, "") == ["anna"]


@pytest.mark.parametrize("scheme", ["hex", "none", "P{n}", "{n:>5}", "a{n}b{n}", "{{x}}{n}"])
def test_usable_schemes(scheme):
    assert usable(scheme)


@pytest.mark.parametrize("scheme", ["", "P", "{}", "{0}", "{n", "{n.real}", "{n:q}", "{x}{n}", "{n:.0%}{"])
def test_schemes_that_are_refused(scheme):
    assert not usable(scheme)
