from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'malformed'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=9)
    word = models.StringField(label='And a <b>word')


class Answer(Page):
    form_model = 'player'
    form_fields = ['number', 'word']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
