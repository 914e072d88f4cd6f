from otree.api import *

doc = """
A linear public goods game (voluntary contribution mechanism) in fixed groups of three.

The marginal per capita return is MULTIPLIER / PLAYERS_PER_GROUP = 0.6: contributing nothing is the dominant strategy,
contributing everything is efficient.
"""


class C(BaseConstants):
    NAME_IN_URL = 'public_goods'
    PLAYERS_PER_GROUP = 3
    NUM_ROUNDS = 3
    ENDOWMENT = cu(100)
    MULTIPLIER = 1.8


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    total_contribution = models.CurrencyField()
    individual_share = models.CurrencyField()


class Player(BasePlayer):
    contribution = models.CurrencyField(
        min=0,
        max=C.ENDOWMENT,
        label='How much do you contribute to the group project?',
    )


# FUNCTIONS
def creating_session(subsession: Subsession):
    # Partner matching: random groups in the first round, kept in all later ones.
    if subsession.round_number == 1:
        subsession.group_randomly()
    else:
        subsession.group_like_round(1)


def set_payoffs(group: Group):
    players = group.get_players()
    group.total_contribution = sum(p.contribution for p in players)
    group.individual_share = group.total_contribution * C.MULTIPLIER / C.PLAYERS_PER_GROUP
    for p in players:
        p.payoff = C.ENDOWMENT - p.contribution + group.individual_share


# PAGES
class Contribute(Page):
    form_model = 'player'
    form_fields = ['contribution']


class ResultsWaitPage(WaitPage):
    after_all_players_arrive = set_payoffs
    body_text = 'Waiting for the other members of your group.'


class Results(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(kept=C.ENDOWMENT - player.contribution)


class FinalResults(Page):
    """The last page: it has no button, participants stay here until they are paid."""

    @staticmethod
    def is_displayed(player: Player):
        return player.round_number == C.NUM_ROUNDS

    @staticmethod
    def vars_for_template(player: Player):
        return dict(
            rounds=player.in_all_rounds(),
            total=player.participant.payoff,
            to_pay=player.participant.payoff_plus_participation_fee(),
        )


page_sequence = [Contribute, ResultsWaitPage, Results, FinalResults]
