"""What should hold in the trust game, whatever else changes. Run it with: pytest test_trust.py"""

import pytest
from botex_pytest import expect


@pytest.mark.botex("trust", participants=2, answers={"Send.sent_amount": 40, "SendBack.sent_back_amount": 60})
def test_what_is_sent_is_tripled(otree_session):
    p1, p2 = otree_session.play()
    expect(p1).to_visit("Introduction", "Send", "Results")
    expect(p1.page("Results")).to_contain_text("Received by the trustee 120 points")
    assert otree_session.data()["trust_player"][0]["payoff"] == 120


@pytest.mark.botex("trust")
def test_everybody_gets_to_the_end(participant):
    expect(participant).to_finish()
