from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'next_after_scroll'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Read(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(lines=range(1, 31))


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
