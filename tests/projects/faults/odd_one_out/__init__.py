from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'odd_one_out'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def group_by_arrival_time_method(subsession: Subsession, waiting_players):
    if len(waiting_players) >= 2:
        return waiting_players[:2]


class Grouping(WaitPage):
    group_by_arrival_time = True


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Grouping, Answer, End]
