from otree.api import *

doc = """
The trust game (Berg, Dickhaut and McCabe, 1995).

The trustor sends part of an endowment, which is multiplied on the way; the trustee decides how much to send back. The
session config's `multiplier` is the treatment.
"""


class C(BaseConstants):
    NAME_IN_URL = 'trust'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1
    ENDOWMENT = cu(100)
    TRUSTOR_ROLE = 'Trustor'
    TRUSTEE_ROLE = 'Trustee'


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    sent_amount = models.CurrencyField(
        min=0,
        max=C.ENDOWMENT,
        label='How much do you send to the trustee?',
    )
    # The upper limit depends on what was sent, see sent_back_amount_max.
    sent_back_amount = models.CurrencyField(min=0, label='How much do you send back?')


class Player(BasePlayer):
    pass


# FUNCTIONS
def received_amount(group: Group):
    return group.sent_amount * group.session.config['multiplier']


def sent_back_amount_max(group: Group):
    return received_amount(group)


def set_payoffs(group: Group):
    trustor = group.get_player_by_role(C.TRUSTOR_ROLE)
    trustee = group.get_player_by_role(C.TRUSTEE_ROLE)
    trustor.payoff = C.ENDOWMENT - group.sent_amount + group.sent_back_amount
    trustee.payoff = received_amount(group) - group.sent_back_amount


# PAGES
class Introduction(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(multiplier=player.session.config['multiplier'])


class Send(Page):
    form_model = 'group'
    form_fields = ['sent_amount']

    @staticmethod
    def is_displayed(player: Player):
        return player.role == C.TRUSTOR_ROLE

    @staticmethod
    def vars_for_template(player: Player):
        return dict(multiplier=player.session.config['multiplier'])


class WaitForTrustor(WaitPage):
    title_text = 'Waiting for the trustor'


class SendBack(Page):
    form_model = 'group'
    form_fields = ['sent_back_amount']

    @staticmethod
    def is_displayed(player: Player):
        return player.role == C.TRUSTEE_ROLE

    @staticmethod
    def vars_for_template(player: Player):
        return dict(received=received_amount(player.group))


class WaitForTrustee(WaitPage):
    title_text = 'Waiting for the trustee'
    after_all_players_arrive = set_payoffs


class Results(Page):
    """The last page has no button: participants see their payoff and stay."""

    @staticmethod
    def vars_for_template(player: Player):
        return dict(received=received_amount(player.group))


page_sequence = [Introduction, Send, WaitForTrustor, SendBack, WaitForTrustee, Results]
