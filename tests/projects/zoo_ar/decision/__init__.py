from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'decision'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    give = models.IntegerField(label='كم تعطي؟', min=0, max=10)
    yes = models.BooleanField(label='هل توافق؟')


class Decide(Page):
    form_model = 'player'
    form_fields = ['give', 'yes']

    @staticmethod
    def error_message(player: Player, values):
        if values['give'] == 0:
            return dict(give='يجب أن تعطي 1 على الأقل.')


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Decide, End]
