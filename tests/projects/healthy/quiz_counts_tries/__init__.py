from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_counts_tries'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    who_pays = models.StringField(
        label='Who pays?',
        choices=['The seller', 'Nobody', 'The buyer'],
        widget=widgets.RadioSelect,
    )
    tries = models.IntegerField(initial=0)


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['who_pays']

    @staticmethod
    def error_message(player: Player, values):
        player.tries += 1
        if values['who_pays'] != 'The buyer':
            return f'This is not right. You have tried {player.tries} times.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
