from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'chat'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Talk(Page):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Talk, End]
