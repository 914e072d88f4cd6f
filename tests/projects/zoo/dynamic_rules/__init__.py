from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'dynamic_rules'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    endowment = models.IntegerField(initial=7)
    offer = models.IntegerField(label='Your offer')
    colour = models.StringField(label='Your colour')
    even = models.IntegerField(label='A number between 0 and 10', min=0, max=10)


def offer_min(player: Player):
    return player.id_in_group


def offer_max(player: Player):
    return player.endowment


def colour_choices(player: Player):
    return ['red', 'blue'] if player.endowment > 5 else ['green']


def even_error_message(player: Player, value):
    if value % 2:
        return f'The number must be even: {value - 1} or {value + 1}, for example.'


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['offer', 'colour', 'even']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
