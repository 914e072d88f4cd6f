from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'honeypots'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    robot = models.BooleanField(initial=False)
    name_again = models.StringField(blank=True)


class Answer(Page):
    form_model = 'player'
    form_fields = ['name_again']

    @staticmethod
    def live_method(player: Player, data):
        player.robot = True


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
