from otree.api import *

doc = '''
Groups of three guess two thirds of the average, three times.
'''


class C(BaseConstants):
    NAME_IN_URL = 'number_game'
    PLAYERS_PER_GROUP = 3
    NUM_ROUNDS = 3


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    target = models.FloatField()


class Player(BasePlayer):
    guess = models.IntegerField(min=0, max=100, label='Which number from 0 to 100 do you choose?')


def set_target(group: Group):
    guesses = [p.guess for p in group.get_players()]
    group.target = round(sum(guesses) / len(guesses) * 2 / 3, 2)
    closest = min(abs(guess - group.target) for guess in guesses)
    for player in group.get_players():
        player.payoff = 100 if abs(player.guess - group.target) == closest else 0


class Guess(Page):
    form_model = 'player'
    form_fields = ['guess']


class Wait(WaitPage):
    after_all_players_arrive = set_target


class Results(Page):
    pass


page_sequence = [Guess, Wait, Results]
