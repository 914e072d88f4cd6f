from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'everybody_screened_out'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class ScreenOut(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        # Was meant to be: "and".
        return player.number < 60 or player.number > 40


class Main(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, ScreenOut, Main, End]
