from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'drag_and_drop'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    packed = models.StringField()


class Sort(Page):
    form_model = 'player'
    form_fields = ['packed']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Sort, End]
