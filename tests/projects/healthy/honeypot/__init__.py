from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'honeypot'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    website = models.StringField(blank=True)
    middle_name = models.StringField(blank=True)


class Answer(Page):
    form_model = 'player'
    form_fields = ['number', 'website', 'middle_name']


class Caught(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return bool(player.website or player.middle_name)


class Main(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Caught, Main, End]
