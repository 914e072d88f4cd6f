from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'crash_when_all_arrive'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def set_winner(group: Group):
    # Payoffs are still zero, so nobody is in this list.
    winner = [p for p in group.get_players() if p.payoff > 0][0]
    winner.payoff = cu(10)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']

    @staticmethod
    def is_displayed(player: Player):
        # The other one waits by then: two who arrive at the same moment would both complete the group.
        return player.id_in_group == 1


class AllArrive(WaitPage):
    after_all_players_arrive = set_winner


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, AllArrive, End]
