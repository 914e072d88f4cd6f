from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'late_comer'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 5


class Subsession(BaseSubsession):
    pass


def creating_session(subsession: Subsession):
    subsession.session.finished = 0


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Late(Page):
    template_name = 'shared/Form.html'

    @staticmethod
    def is_displayed(player: Player):
        return player.round_number == 1 and player.session.finished > 0


class Work(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        if player.round_number == C.NUM_ROUNDS:
            player.session.finished += 1


page_sequence = [Late, Work]
