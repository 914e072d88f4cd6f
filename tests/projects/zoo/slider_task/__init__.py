from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slider_task'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    done = models.IntegerField(blank=True)


class Work(Page):
    form_model = 'player'
    form_fields = ['done']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, End]
