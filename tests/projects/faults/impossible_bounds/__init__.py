from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'impossible_bounds'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    budget = models.IntegerField(initial=0)
    offer = models.IntegerField(label='Your offer', min=1)


def offer_max(player: Player):
    # The budget is 0 in the first round, and the smallest offer is 1.
    return player.budget


class Offer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['offer']

    @staticmethod
    def is_displayed(player: Player):
        return player.id_in_group == 1


class Partner(WaitPage):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Offer, Partner, End]
