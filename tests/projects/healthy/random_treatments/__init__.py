import itertools
import random

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'random_treatments'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    treatment = models.StringField()
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    reason = models.LongStringField(label='Why?')


def creating_session(subsession: Subsession):
    frames = itertools.cycle(['gain', 'loss'])
    for p in subsession.get_players():
        p.participant.frame = next(frames)
        p.treatment = random.choice(['control', 'high'])


class Control(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def is_displayed(player: Player):
        return player.treatment == 'control'


class High(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number', 'reason']

    @staticmethod
    def is_displayed(player: Player):
        return player.treatment == 'high'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Control, High, End]
