from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'komma'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    betrag = models.CurrencyField(label='Betrag', min=0, max=2.5, initial=1.25)
    anteil = models.FloatField(label='Anteil', min=0, max=1, initial=0.5)
    preis = models.CurrencyField(label='Preis', choices=[cu(0.5), cu(1), cu(1.5)])


class Antwort(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['betrag', 'anteil', 'preis']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Antwort, End]
