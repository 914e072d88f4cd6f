from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'wait_for_all'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Everybody(WaitPage):
    wait_for_all_groups = True


class Read(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Everybody, Read, End]
