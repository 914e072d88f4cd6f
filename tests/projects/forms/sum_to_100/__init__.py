from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'sum_to_100'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    own = models.IntegerField(min=0, max=100)
    other = models.IntegerField(min=0, max=100)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['own', 'other']

    @staticmethod
    def error_message(player: Player, values):
        if values['own'] + values['other'] != 100:
            return 'The two numbers must add up to 100.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
