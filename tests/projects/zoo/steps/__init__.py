from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'steps'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    year1 = models.IntegerField(label='Year 1', min=0, max=50)
    year2 = models.IntegerField(label='Year 2', min=0, max=50)
    year3 = models.IntegerField(label='Year 3', min=0, max=50)
    year4 = models.IntegerField(label='Year 4', min=0, max=50)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['year1', 'year2', 'year3', 'year4']

    @staticmethod
    def error_message(player: Player, values):
        numbers = list(values.values())
        if numbers != sorted(numbers):
            return 'Each number must be at least as large as the one before.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
