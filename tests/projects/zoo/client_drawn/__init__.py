from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'client_drawn'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    animal = models.StringField()
    age = models.IntegerField()


class Answer(Page):
    form_model = 'player'
    form_fields = ['animal', 'age']

    @staticmethod
    def js_vars(player: Player):
        return dict(animals=['cat', 'dog', 'fish'])


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
