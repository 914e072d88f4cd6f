from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_by_page'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    q1 = models.StringField(label='Question 1: Who decides first?', choices=['the buyer', 'the seller', 'both at once'])
    q2 = models.StringField(label='Question 2: Who is paid?', choices=['nobody', 'one', 'all'])
    q3 = models.BooleanField(label='Question 3: Is there a second round?')


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['q1', 'q2', 'q3']

    @staticmethod
    def error_message(player: Player, values):
        right = dict(q1='the seller', q2='all', q3=False)
        wrong = [f'Question {name[1]}' for name in right if values[name] != right[name]]
        if wrong:
            return f'Not all is right yet: {", ".join(wrong)}.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
