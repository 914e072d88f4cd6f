from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'label_required'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Welcome(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def vars_for_template(player: Player):
        if not player.participant.label:
            raise ValueError('This study needs participant labels.')
        return {}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Welcome, End]
