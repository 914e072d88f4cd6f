from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'anti_cheat'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    token = models.StringField()


class Answer(Page):
    form_model = 'player'
    form_fields = ['number', 'token']

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        if player.token != player.participant.code:
            raise ValueError('somebody has changed the page')


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
