from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'low_and_high'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    low = models.IntegerField(label='At least', min=0, max=10)
    high = models.IntegerField(label='At most', min=0, max=10)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['low', 'high']

    @staticmethod
    def error_message(player: Player, values):
        if values['low'] >= values['high']:
            return 'The first number must be below the second.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
