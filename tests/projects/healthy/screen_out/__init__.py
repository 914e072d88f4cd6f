from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'screen_out'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    age = models.IntegerField(label='How old are you?', min=10, max=110)


class Age(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['age']


class TooYoung(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return player.age < 18


class Main(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Age, TooYoung, Main, End]
