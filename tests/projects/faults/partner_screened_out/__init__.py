from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'partner_screened_out'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    eligible = models.BooleanField()


def creating_session(subsession: Subsession):
    for p in subsession.get_players():
        p.eligible = p.id_in_subsession != 1


class Read(Page):
    template_name = 'shared/Read.html'


class ScreenOut(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return not player.eligible


class Partner(WaitPage):
    pass


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, ScreenOut, Partner, End]
