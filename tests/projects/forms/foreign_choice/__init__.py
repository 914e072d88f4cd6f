from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'foreign_choice'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    colour = models.StringField(choices=['red', 'blue'])


class Answer(Page):
    form_model = 'player'
    form_fields = ['colour']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
