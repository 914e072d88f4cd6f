from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'accepts_nothing'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    word = models.StringField(label='A word')


class Answer(Page):
    template_name = 'accepts_nothing/Answer.html'
    form_model = 'player'
    form_fields = ['word']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
