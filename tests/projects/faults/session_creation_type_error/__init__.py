from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'session_creation_type_error'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    budget = models.IntegerField()


def creating_session(subsession: Subsession):
    for p in subsession.get_players():
        p.budget = p.id_in_subsession + '0'


class Read(Page):
    template_name = 'shared/Read.html'


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Read, End]
