from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'silent'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    share = models.FloatField(min=0, max=1)


class Answer(Page):
    form_model = 'player'
    form_fields = ['share']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
