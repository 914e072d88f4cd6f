from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_three_tries'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    sum = models.IntegerField(label='How much is 12 times 12?')
    tries = models.IntegerField(initial=0)


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['sum']

    @staticmethod
    def error_message(player: Player, values):
        player.tries += 1
        if values['sum'] != 144 and player.tries < 3:
            return f'This is wrong. You have {3 - player.tries} more tries.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
