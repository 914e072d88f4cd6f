from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'template_variable_missing'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Summary(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(total=player.participant.payoff)


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Summary, End]
