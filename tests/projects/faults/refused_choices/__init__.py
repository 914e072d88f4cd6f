from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'refused_choices'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    # BUG: without min=-99 oTree takes nothing below 0.
    loss = models.IntegerField()


class Regret(Page):
    form_model = 'player'
    form_fields = ['loss']


class Thanks(Page):
    pass


page_sequence = [Regret, Thanks]
