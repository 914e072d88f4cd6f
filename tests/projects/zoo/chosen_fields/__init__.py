from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'chosen_fields'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    first = models.IntegerField(label='First number', min=0, max=9)
    second = models.IntegerField(label='Second number', min=0, max=9)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'

    @staticmethod
    def get_form_fields(player: Player):
        return ['first'] if player.id_in_group == 1 else ['second']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
