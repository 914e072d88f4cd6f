from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'by_arrival'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Grouping(WaitPage):
    group_by_arrival_time = True


class Read(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Grouping, Read, End]
