from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'skip_last'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    seen = models.BooleanField(initial=False)


class Last(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.seen = True


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Last, End]
