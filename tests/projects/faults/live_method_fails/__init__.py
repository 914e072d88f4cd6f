from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'live_method_fails'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pressed = models.IntegerField(initial=0)


class Count(Page):
    @staticmethod
    def live_method(player: Player, data):
        player.pressed += data['more']  # the page sends {more: '1'}
        return {player.id_in_group: player.pressed}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Count, End]
