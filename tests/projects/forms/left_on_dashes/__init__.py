from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'left_on_dashes'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    price = models.CurrencyField(choices=[cu(1), cu(2)], blank=True, label='Which price do you ask, if any?')


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['price']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
