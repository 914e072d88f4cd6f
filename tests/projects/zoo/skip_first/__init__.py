from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'skip_first'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Choose(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def app_after_this_page(player: Player, upcoming_apps):
        return upcoming_apps[-1]


page_sequence = [Choose]
