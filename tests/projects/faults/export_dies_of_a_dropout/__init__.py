from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'export_dies_of_a_dropout'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    second = models.IntegerField(label='Pick another number', min=0, max=100)


def custom_export(players):
    yield ['participant', 'sum']
    for player in players:
        yield [player.participant.code, player.number + player.second]


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Again(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['second']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Again, End]
