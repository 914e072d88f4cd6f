from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slider_to_touch'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    mood = models.IntegerField(min=0, max=10)


class Answer(Page):
    form_model = 'player'
    form_fields = ['mood']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
