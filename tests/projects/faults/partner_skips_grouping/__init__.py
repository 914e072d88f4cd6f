from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'partner_skips_grouping'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    number = models.IntegerField(label='Pick a number', min=0, max=100)
    experienced = models.BooleanField()


def creating_session(subsession: Subsession):
    for p in subsession.get_players():
        p.experienced = p.id_in_subsession == 1


class Grouping(WaitPage):
    group_by_arrival_time = True

    @staticmethod
    def is_displayed(player: Player):
        # oTree wants this condition to be the same for the whole group.
        return not player.experienced


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['number']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Grouping, Answer, End]
