from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'counts_attempts'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    steps = models.IntegerField(min=None, label='How many steps, from 1 to 5?')
    tries = models.IntegerField(initial=0)


def steps_error_message(player: Player, value):
    player.tries += 1
    if player.tries == 1 and value != 3:
        return 'Please read the instructions again.'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['steps']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
