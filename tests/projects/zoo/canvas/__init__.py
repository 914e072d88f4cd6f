from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'canvas'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    hit = models.BooleanField(blank=True)


class Aim(Page):
    form_model = 'player'
    form_fields = ['hit']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Aim, End]
