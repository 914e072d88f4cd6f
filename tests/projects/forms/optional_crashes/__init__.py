from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'optional_crashes'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    first = models.IntegerField(min=0, max=10)
    bonus = models.IntegerField(min=0, max=10, blank=True)
    remark = models.StringField(blank=True)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['first', 'bonus', 'remark']


class Show(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(total=player.first + player.field_maybe_none('bonus'))


page_sequence = [Answer, Show]
