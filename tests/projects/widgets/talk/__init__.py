from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = "talk"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    bid = models.IntegerField(initial=0)


class Live(Page):
    @staticmethod
    def live_method(player, data):
        player.bid = data
        return {0: player.bid}


page_sequence = [Live]
