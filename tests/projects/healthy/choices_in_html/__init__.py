from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'choices_in_html'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    loss = models.IntegerField(min=-99)
    change = models.IntegerField(min=-10)
    age = models.IntegerField(max=3)

    @staticmethod
    def change_max(player):
        return 10


class Answer(Page):
    form_model = 'player'
    form_fields = ['loss', 'change', 'age']


class Thanks(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Thanks]
