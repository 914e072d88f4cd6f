from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'old_payoff_function'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def set_payoffs_of_last_year(group: Group):
    for player in group.get_players():
        player.payoff = player.number


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.payoff = 2 * player.number


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
