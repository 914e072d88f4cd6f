from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_in_tests'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1
    PASSWORD = 'sesame'


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    password = models.StringField(label='Which word did the experimenter read out?')
    price = models.CurrencyField(label='And which price?')
    agreed = models.BooleanField(label='I have listened', widget=widgets.CheckboxInput, blank=True)


def password_error_message(player: Player, value):
    if value != C.PASSWORD:
        return 'Please ask the experimenter.'


def price_error_message(player: Player, value):
    if value != cu(347):
        return 'Please ask the experimenter.'


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['password', 'price', 'agreed']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
