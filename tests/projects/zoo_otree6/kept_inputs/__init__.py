from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'kept_inputs'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField()
    word = models.StringField()


class Answer(Page):
    form_model = 'player'
    form_fields = ['number', 'word']
    preserve_unsubmitted_inputs = True

    @staticmethod
    def error_message(player: Player, values):
        if values['number'] < 50:
            return dict(number='Please take at least 50.')


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
