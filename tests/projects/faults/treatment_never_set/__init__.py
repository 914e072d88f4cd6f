from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'treatment_never_set'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    treatment = models.StringField()


def creating_session(subsession: Subsession):
    if subsession.round_number == 0:
        for player in subsession.get_players():
            player.treatment = 'high'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Stakes(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def vars_for_template(player: Player):
        return dict(stake=10 if player.treatment == 'high' else 1)


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Stakes, End]
