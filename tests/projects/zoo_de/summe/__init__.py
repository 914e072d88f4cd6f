from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'summe'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    rot = models.FloatField(label='Rot', min=0)
    blau = models.FloatField(label='Blau', min=0)


class Antwort(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['rot', 'blau']

    @staticmethod
    def error_message(player: Player, values):
        if abs(sum(values.values()) - 2.5) > 1e-6:
            return 'Zusammen müssen es 2,5 sein.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Antwort, End]
