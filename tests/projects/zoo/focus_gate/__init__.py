from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'focus_gate'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    lost = models.IntegerField(initial=0)


class Read(Page):
    form_model = 'player'
    form_fields = ['lost']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
