from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'dead_end_in_round_1'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 3


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Results(Page):
    pass


page_sequence = [Answer, Results]
