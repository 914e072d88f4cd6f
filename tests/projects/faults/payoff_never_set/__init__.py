from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'payoff_never_set'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def set_payoffs(group: Group):
    players = group.get_players()
    for player in players:
        player.payoff = sum(p.number for p in players)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Partner(WaitPage):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Partner, End]
