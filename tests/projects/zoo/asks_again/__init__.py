from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'asks_again'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    points = models.IntegerField(label='How many points do you give away?', min=0, max=100)


class Give(Page):
    form_model = 'player'
    form_fields = ['points']


class End(Page):
    pass


page_sequence = [Give, End]
