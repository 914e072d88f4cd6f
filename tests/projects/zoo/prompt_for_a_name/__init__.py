from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'prompt_for_a_name'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    nickname = models.StringField(blank=True)


class Answer(Page):
    form_model = 'player'
    form_fields = ['nickname']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
