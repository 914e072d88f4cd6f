from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'likert'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    trust_people = models.IntegerField(label='Most people can be trusted.', choices=[1, 2, 3, 4, 5], widget=widgets.RadioSelect)
    trust_banks = models.IntegerField(label='Banks can be trusted.', choices=[1, 2, 3, 4, 5], widget=widgets.RadioSelect)
    trust_state = models.IntegerField(label='The state can be trusted.', choices=[1, 2, 3, 4, 5], widget=widgets.RadioSelect)


class Statements(Page):
    form_model = 'player'
    form_fields = ['trust_people', 'trust_banks', 'trust_state']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Statements, End]
