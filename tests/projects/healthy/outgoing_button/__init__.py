from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'outgoing_button'
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


class Back(Page):
    form_model = 'player'


class Sorry(Page):
    @staticmethod
    def is_displayed(player):
        return player.number < 0


page_sequence = [Answer, Back, Sorry]
