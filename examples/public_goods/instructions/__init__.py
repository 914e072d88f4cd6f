from otree.api import *

doc = """
Instructions of the public goods game, and a quiz that has to be solved before it starts.
"""


class C(BaseConstants):
    NAME_IN_URL = 'instructions'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1

    # What the instructions promise; the game itself is in the app public_goods.
    GROUP_SIZE = 3
    ENDOWMENT = cu(100)
    MULTIPLIER = 1.8
    GAME_ROUNDS = 3


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    quiz_group_size = models.IntegerField(label='How many people are in your group, you included?', min=1, max=10)
    quiz_keep_all = models.CurrencyField(
        label='Nobody in your group contributes anything. How many points do you earn in this round?',
        min=0,
    )
    quiz_all_contribute = models.CurrencyField(
        label='All three contribute 100 points each. How many points do you earn in this round?',
        min=0,
    )


# Participants may try as often as they like, and each wrong answer says what to read again.
def quiz_group_size_error_message(player: Player, value):
    if value != C.GROUP_SIZE:
        return 'Please read the first paragraph of the instructions again: who is in your group?'


def quiz_keep_all_error_message(player: Player, value):
    if value != C.ENDOWMENT:
        return 'Not quite. If nobody contributes, everybody keeps the endowment.'


def quiz_all_contribute_error_message(player: Player, value):
    # 3 x 100 points, multiplied and shared equally: a contribution of 1 returns 0.6 to each member.
    if value != C.ENDOWMENT * C.MULTIPLIER:
        return 'Not quite. Add the contributions up, multiply the sum by 1.8 and divide it by three.'


# PAGES
class Instructions(Page):
    pass


class Quiz(Page):
    form_model = 'player'
    form_fields = ['quiz_group_size', 'quiz_keep_all', 'quiz_all_contribute']


page_sequence = [Instructions, Quiz]
