from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'canvas_task'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    points = models.LongStringField()


class Draw(Page):
    form_model = 'player'
    form_fields = ['points']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Draw, End]
