from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'back_button'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    first = models.IntegerField(label='First', min=0, max=9)
    second = models.IntegerField(label='Second', min=0, max=9)


class First(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['first']


class Second(Page):
    form_model = 'player'
    form_fields = ['second']
    allow_back_button = True


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [First, Second, End]
