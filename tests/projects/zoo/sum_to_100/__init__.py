from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'sum_to_100'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    own = models.IntegerField(label='For yourself', min=0, max=100)
    other = models.IntegerField(label='For the other person', min=0, max=100)
    charity = models.IntegerField(label='For a charity', min=0, max=60)
    first = models.IntegerField(label='For the first', min=0, max=80)
    second = models.IntegerField(label='For the second', min=0, max=80)
    third = models.IntegerField(label='For the third', min=0, max=80)


class Split(Page):
    """Its button shows when all points are given away."""

    form_model = 'player'
    form_fields = ['first', 'second', 'third']


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['own', 'other', 'charity']

    @staticmethod
    def error_message(player: Player, values):
        if sum(values.values()) != 100:
            return 'The three numbers must sum up to 100.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, Split, End]
