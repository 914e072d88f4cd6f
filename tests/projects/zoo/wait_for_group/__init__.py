from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'wait_for_group'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    total = models.IntegerField()


class Player(BasePlayer):
    number = models.IntegerField(label='Your number', min=0, max=9)


def add_up(group: Group):
    group.total = sum(p.number for p in group.get_players())


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Together(WaitPage):
    after_all_players_arrive = 'add_up'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Together, End]
