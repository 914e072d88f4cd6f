from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'quiz_that_counts'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1
    ROLES = ['the sender', 'the receiver', 'both', 'nobody']
    RIGHT = dict(decides='both', pays='nobody', earns='the receiver')


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    decides = models.StringField(label='Who decides?', choices=C.ROLES, widget=widgets.RadioSelect)
    pays = models.StringField(label='Who pays?', choices=C.ROLES, widget=widgets.RadioSelect)
    earns = models.StringField(label='Who earns?', choices=C.ROLES, widget=widgets.RadioSelect)


class Quiz(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['decides', 'pays', 'earns']

    @staticmethod
    def error_message(player: Player, values):
        right = sum(values[name] == answer for name, answer in C.RIGHT.items())
        if right < len(C.RIGHT):
            return f'{right} of your {len(C.RIGHT)} answers are right. Please try again.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Quiz, End]
