from otree.api import *

doc = "Two players each name a number and see the sum."


class C(BaseConstants):
    NAME_IN_URL = 'pair'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 2


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    total = models.IntegerField()


class Player(BasePlayer):
    number = models.IntegerField(min=1, max=10, label="Name a number from 1 to 10")


def set_total(group: Group):
    group.total = sum(p.number for p in group.get_players())
    for player in group.get_players():
        player.payoff = group.total


class Intro(Page):
    form_model = 'player'
    form_fields = ['number']


class Meet(WaitPage):
    after_all_players_arrive = set_total


class Results(Page):
    @staticmethod
    def is_displayed(player: Player):
        return player.round_number == C.NUM_ROUNDS


page_sequence = [Intro, Meet, Results]
