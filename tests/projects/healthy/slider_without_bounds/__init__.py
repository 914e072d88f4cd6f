from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slider_without_bounds'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='How warm do you feel?')


class Answer(Page):
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.payoff = player.number


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
