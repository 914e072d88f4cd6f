from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'multi_string'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    words = models.MultiStringField(label='Some words', choices=['a', 'b'])


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['words']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
