from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'nothing_for_one_role'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 3
    SELLER_ROLE = 'Seller'
    BUYER_ROLE = 'Buyer'


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

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        if player.role == C.SELLER_ROLE:
            player.payoff = 1 + player.number


class End(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return player.round_number == C.NUM_ROUNDS


page_sequence = [Answer, End]
