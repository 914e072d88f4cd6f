from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'export_minds_dropouts'
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
        if player.number is not None and player.second is not None:
            yield [player.participant.code, player.number + player.second]


def custom_export_labels(players):
    for player in players:
        yield [player.participant.label, player.payoff]


def vars_for_admin_report(subsession: Subsession):
    numbers = [p.field_maybe_none('number') for p in subsession.get_players()]
    return dict(answered=len([n for n in numbers if n is not None]))


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
