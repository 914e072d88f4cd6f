from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'trial_page'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    pass


class Trial(ExtraModel):
    player = models.Link(Player)
    word = models.StringField()


class Work(Page):
    trial_model = Trial
    trial_stimulus_fields = ['word']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, End]
