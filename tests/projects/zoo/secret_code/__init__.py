from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'secret_code'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    code = models.StringField(label='The code on the sheet')


def code_error_message(player: Player, value):
    if value != 'Lynx-4471':
        return 'This is not the code on the sheet.'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['code']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
