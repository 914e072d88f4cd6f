from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_by_field'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    capital = models.StringField(label='The capital of Norway?', choices=['Bergen', 'Oslo', 'Tromsø'], widget=widgets.RadioSelect)
    legs = models.IntegerField(label='How many legs has a spider?', choices=[4, 6, 8, 10])
    largest = models.StringField(label='The largest planet?', choices=['Mars', 'Saturn', 'Jupiter'], widget=widgets.RadioSelect)


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['capital', 'legs', 'largest']

    @staticmethod
    def error_message(player: Player, values):
        right = dict(capital='Oslo', legs=8, largest='Jupiter')
        return {name: 'This is wrong.' for name in right if values[name] != right[name]}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
