from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'raw_inputs'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    range = models.StringField()
    date = models.StringField()
    time = models.StringField()
    datetime_local = models.StringField()
    month = models.StringField()
    week = models.StringField()
    email = models.StringField()
    url = models.StringField()
    tel = models.StringField()
    search = models.StringField()
    password = models.StringField()
    color = models.StringField()


class Answer(Page):
    form_model = 'player'
    form_fields = [
        *('range', 'date', 'time', 'datetime_local', 'month', 'week'),
        *('email', 'url', 'tel', 'search', 'password', 'color'),
    ]


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
