from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_undeclared'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    total = models.IntegerField(min=0, max=100000)
    share = models.IntegerField(min=0, max=100000)
    word = models.StringField()


SOLUTIONS = dict(total=1234, share=617, word='dominant')


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['total', 'share', 'word']

    @staticmethod
    def error_message(player: Player, values):
        return {name: 'Wrong, please read again.' for name, right in SOLUTIONS.items() if values[name] != right}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
