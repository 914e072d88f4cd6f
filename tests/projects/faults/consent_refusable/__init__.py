from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'consent_refusable'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    consent = models.StringField(
        label='Do you want to take part?',
        choices=[['no', 'No'], ['later', 'Not today'], ['yes', 'Yes']],
        widget=widgets.RadioSelect,
    )
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Consent(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['consent']


class Refused(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return player.consent != 'yes'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Consent, Refused, Answer, End]
