from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'crash_on_page_two'
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


class Treatment(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def vars_for_template(player: Player):
        return dict(treatment=player.participant.vars['treatment'])


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Treatment, End]
