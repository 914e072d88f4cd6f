import time

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'too_fast'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Answer(Page):
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def vars_for_template(player: Player):
        player.participant.opened = time.time()
        return {}

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        seconds = time.time() - player.participant.opened
        player.payoff = 100 / (seconds // 2.8)


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
