from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'game'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    budget = 100  # no model field, so oTree would not store it
    number = models.IntegerField(min=0, max=100)


class Answer(Page):
    form_model = 'player'
    form_fields = ['number']


page_sequence = [Answer]
