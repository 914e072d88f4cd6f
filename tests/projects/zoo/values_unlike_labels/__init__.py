from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'values_unlike_labels'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    often = models.IntegerField(label='How often?', choices=[[30, 'never'], [10, 'often'], [20, 'sometimes']])
    city = models.StringField(label='Which city?', choices=[['a b', 'Rome'], ['"c"', 'Oslo'], ["d's", 'Bern']], widget=widgets.RadioSelect)
    reverse = models.IntegerField(label='How much?', choices=[[1, '3'], [2, '2'], [3, '1']], widget=widgets.RadioSelectHorizontal)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['often', 'city', 'reverse']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
