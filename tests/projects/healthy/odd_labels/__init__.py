from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'odd_labels'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    spaced = models.IntegerField(label='   How \n\n  many\u00a0\u00a0coins\t?\u200b  ', min=0, max=9)
    marked_up = models.IntegerField(label='How <b>many</b> &amp; how <i>often</i>?', min=0, max=9)
    empty = models.StringField(label='')
    alike = models.IntegerField(
        label='Which one?',
        choices=[[1, 'one  coin'], [2, ' one coin '], [3, '<i>one</i> coin']],
        widget=widgets.RadioSelect,
    )


class Answer(Page):
    form_model = 'player'
    form_fields = ['spaced', 'marked_up', 'empty', 'alike']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
