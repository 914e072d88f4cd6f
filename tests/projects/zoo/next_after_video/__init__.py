from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'next_after_video'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    watched = models.BooleanField(blank=True)


class Watch(Page):
    form_model = 'player'
    form_fields = ['watched']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Watch, End]
