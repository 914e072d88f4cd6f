"""Pages that nobody saw."""

from __future__ import annotations

from study_builder import Way, app, form, project, shown_if, wait

from botex_pytest.checks.coverage import unseen_pages

INFO = project(
    app(form("Ask", "number"), wait("Wait"), shown_if("High", "treatment"), form("Results"), rounds=2),
    app(form("End"), name="after"),
)


def unseen(*players):
    return unseen_pages("config", INFO, players)


def test_a_page_seen_in_one_round_by_one_participant_is_seen():
    first = Way(INFO, 1).see("Ask").see("High").see("Results").see("Ask").see("Results").stop("End")
    assert unseen(first) == ()
    assert unseen(Way(INFO, 1).see("Ask").see("Results").stop("End")) == ("app.High",)


def test_pages_are_told_in_their_order_and_once():
    assert unseen(Way(INFO, 1).stop("Ask")) == ("app.Wait", "app.High", "app.Results", "after.End")
    assert unseen() == ("app.Ask", "app.Wait", "app.High", "app.Results", "after.End")


def test_the_last_to_arrive_never_sees_a_wait_page():
    assert "app.Wait" not in unseen(Way(INFO, 1).see("Ask").stop("Results"))


def test_who_has_no_more_pages_has_passed_all_of_them():
    info = project(app(form("Ask", "number"), wait("Wait"), shown_if("High", "treatment")))
    both = [Way(info, number).see("Ask").stop_here("finished") for number in (1, 2)]
    assert unseen_pages("config", info, both) == ("app.High",)
