from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'slider_task_skipped'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    done = models.IntegerField(blank=True)


class Work(Page):
    template_name = 'slider_task/Work.html'
    form_model = 'player'
    form_fields = ['done']


class Read(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, Read, End]
