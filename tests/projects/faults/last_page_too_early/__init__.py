from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'last_page_too_early'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 3


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        # Was meant to be: == C.NUM_ROUNDS.
        return player.round_number <= C.NUM_ROUNDS


page_sequence = [Answer, End]
