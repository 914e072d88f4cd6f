from otree.api import *
from otree.decimal import DecimalUnit


class Kilogram(DecimalUnit):
    storage_places = 3
    input_places = 1
    input_unit_label = 'kg'
    output_min_places = 1
    output_max_places = 3


class C(BaseConstants):
    NAME_IN_URL = 'decimal_field'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    weight = models.DecimalField(label='A weight', min=0, max=5, unit=Kilogram)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['weight']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
