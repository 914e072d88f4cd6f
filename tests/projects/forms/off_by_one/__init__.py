from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'off_by_one'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    rating = models.IntegerField(min=1, max=6, label='How much do you like it, between 1 and 5?')


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['rating']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
