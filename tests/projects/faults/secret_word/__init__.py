from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'secret_word'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    word = models.StringField(label='Enter the word you have just heard')


def word_error_message(player: Player, value):
    if value.strip().lower() != 'marmalade':
        return 'Please raise your hand if you did not hear the word.'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['word']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
