from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'advance_by_message'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    asked = models.BooleanField(initial=False)


class Read(Page):
    @staticmethod
    def live_method(player: Player, data):
        player.asked = True
        return {player.id_in_group: 'go on'}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
