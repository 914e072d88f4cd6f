import time

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'refused_for_seconds'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    may_go_at = models.FloatField()


class Read(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def before_next_page(player, timeout_happened):
        player.may_go_at = time.time() + 4


class Think(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def error_message(player, values):
        if time.time() < player.may_go_at:
            return 'Please take some more time.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, Think, End]
