from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'timer_only'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 2


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    score = models.IntegerField()
    share = models.FloatField()
    note = models.StringField()
    done = models.BooleanField()
    timed_out = models.BooleanField()


class Look(Page):
    # What people see in their five seconds is not asked about: the fields are set on time-out.
    form_model = 'player'
    form_fields = ['score', 'share', 'note', 'done']
    timeout_seconds = 5

    @staticmethod
    def before_next_page(player: Player, timeout_happened):
        player.timed_out = timeout_happened


class Flash(Page):
    # Over before anybody could open it a second time.
    timeout_seconds = 0.3


class End(Page):
    template_name = 'shared/End.html'

    @staticmethod
    def is_displayed(player: Player):
        return player.round_number == C.NUM_ROUNDS


page_sequence = [Look, Flash, End]
