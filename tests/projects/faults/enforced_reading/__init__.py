from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'enforced_reading'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Text(Page):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Text, End]
