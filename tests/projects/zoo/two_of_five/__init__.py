from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'two_of_five'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    north = models.BooleanField(label='North', widget=widgets.CheckboxInput, blank=True)
    east = models.BooleanField(label='East', widget=widgets.CheckboxInput, blank=True)
    south = models.BooleanField(label='South', widget=widgets.CheckboxInput, blank=True)
    west = models.BooleanField(label='West', widget=widgets.CheckboxInput, blank=True)
    centre = models.BooleanField(label='Centre', widget=widgets.CheckboxInput, blank=True)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['north', 'east', 'south', 'west', 'centre']

    @staticmethod
    def error_message(player: Player, values):
        if sum(values.values()) != 2:
            return 'Please tick exactly 2 boxes.'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
