from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'lab_start'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Start(Page):
    pass


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Start, Answer, End]
