from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slides_apart'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Read(Page):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
