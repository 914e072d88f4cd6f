from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'reaction_task'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    hits = models.IntegerField(initial=0)


class Work(Page):
    @staticmethod
    def live_method(player: Player, data):
        player.hits += 1
        return {player.id_in_group: player.hits}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, End]
