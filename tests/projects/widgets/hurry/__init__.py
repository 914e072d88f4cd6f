from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = "hurry"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    guess = models.IntegerField(min=1, max=10, label="Quick, a number")
    late = models.BooleanField()


class Guess(Page):
    form_model = "player"
    form_fields = ["guess"]
    timeout_seconds = 1

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.late = timeout_happened


class Result(Page):
    pass


page_sequence = [Guess, Result]
