import packaging  # noqa: F401

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'only_on_my_computer'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


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


class Instructions(Page):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Instructions, End]
