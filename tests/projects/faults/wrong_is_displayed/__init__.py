from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'wrong_is_displayed'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    bonus = models.IntegerField(label='Pick a bonus', min=0, max=10)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Bonus(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['bonus']

    @staticmethod
    def is_displayed(player: Player):
        return player.id_in_group == 2


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Bonus, End]
