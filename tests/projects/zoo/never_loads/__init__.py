import time

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'never_loads'
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


class Slow(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def vars_for_template(player: Player):
        time.sleep(60)
        return {}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, Slow, End]
