from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'lobby'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    partners = models.IntegerField()


def group_by_arrival_time_method(subsession: Subsession, waiting):
    if len(waiting) >= 3:
        return waiting[:3]


class Lobby(WaitPage):
    group_by_arrival_time = True
    title_text = 'The lobby'
    body_text = 'Please wait for two others.'


class Read(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.partners = len(player.get_others_in_group())


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Lobby, Read, End]
