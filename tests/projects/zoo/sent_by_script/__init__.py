from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'sent_by_script'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    switching_point = models.IntegerField(min=1, max=4)


class Choose(Page):
    form_model = 'player'
    form_fields = ['switching_point']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Choose, End]
