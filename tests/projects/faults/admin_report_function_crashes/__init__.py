from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'admin_report_function_crashes'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


def vars_for_admin_report(subsession: Subsession):
    numbers = [p.field_maybe_none('number') for p in subsession.get_players()]
    return dict(highest=max(numbers + [None]))


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
