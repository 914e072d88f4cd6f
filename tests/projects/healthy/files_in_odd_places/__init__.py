try:
    import a_package_for_speed
except ImportError:
    a_package_for_speed = None

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'files_in_odd_places'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class Odd(Page):
    @staticmethod
    def vars_for_template(player: Player):
        player.participant.vars['seen'] = True
        return dict(part='shared/Rules.html', picture='odd/dot.svg')


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Odd, End]
