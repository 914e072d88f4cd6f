from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'redirect_after_five'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Read(Page):
    template_name = 'shared/Read.html'


class Back(Page):
    pass


page_sequence = [Read, Back]
