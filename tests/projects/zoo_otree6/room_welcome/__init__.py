from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'room_welcome'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    name = models.StringField()


class Read(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.name = player.participant.label


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
