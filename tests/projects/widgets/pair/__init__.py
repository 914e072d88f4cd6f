from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = "pair"
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    offer = models.IntegerField(min=0, max=10, label="Your offer")


class Offer(Page):
    form_model = "player"
    form_fields = ["offer"]
    timeout_seconds = 120


class Meet(WaitPage):
    pass


class Result(Page):
    pass


page_sequence = [Offer, Meet, Result]
