from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'timer_wins'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    timed_out = models.BooleanField()


class Answer(Page):
    form_model = 'player'
    form_fields = ['number']

    timeout_seconds = 2

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.timed_out = timeout_happened


class Show(Page):
    pass


page_sequence = [Answer, Show]
