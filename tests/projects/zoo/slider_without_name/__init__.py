from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slider_without_name'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    effort = models.IntegerField(min=0, max=100)


class Answer(Page):
    form_model = 'player'
    form_fields = ['effort']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
