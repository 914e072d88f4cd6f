from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'ranking'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    apple = models.IntegerField(label='Apple', choices=[1, 2, 3, 4])
    pear = models.IntegerField(label='Pear', choices=[1, 2, 3, 4])
    fig = models.IntegerField(label='Fig', choices=[1, 2, 3, 4])
    plum = models.IntegerField(label='Plum', choices=[1, 2, 3, 4])


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['apple', 'pear', 'fig', 'plum']

    @staticmethod
    def error_message(player: Player, values):
        if len(set(values.values())) < 4:
            return 'Please give each rank only once.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
