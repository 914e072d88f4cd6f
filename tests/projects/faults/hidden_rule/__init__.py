from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'hidden_rule'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Enter the number from your sheet', min=0, max=1000000)


def number_error_message(player: Player, value):
    if value != 77:
        return 'This is not the number from the sheet on your desk.'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
