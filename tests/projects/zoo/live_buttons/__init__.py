from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'live_buttons'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    count = models.IntegerField(initial=0)


class Work(Page):
    @staticmethod
    def live_method(player: Player, data):
        player.count += 1
        return {player.id_in_group: player.count}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, End]
