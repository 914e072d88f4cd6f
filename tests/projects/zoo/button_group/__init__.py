from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'button_group'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    size = models.StringField(label='Which size?', choices=['S', 'M', 'L'])


class Answer(Page):
    form_model = 'player'
    form_fields = ['size']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
