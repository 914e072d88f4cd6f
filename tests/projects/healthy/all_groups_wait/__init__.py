from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'all_groups_wait'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def set_payoffs(subsession: Subsession):
    best = max(subsession.get_groups(), key=lambda g: sum(p.number for p in g.get_players()))
    for p in best.get_players():
        p.payoff = cu(5)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class AllGroups(WaitPage):
    wait_for_all_groups = True
    after_all_players_arrive = set_payoffs


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, AllGroups, End]
