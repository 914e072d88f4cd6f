from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'checkbox_consent'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    agreed = models.BooleanField(label='I agree', widget=widgets.CheckboxInput)


class Consent(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['agreed']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Consent, End]
