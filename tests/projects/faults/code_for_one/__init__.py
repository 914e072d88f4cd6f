from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'code_for_one'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    code = models.StringField(label='Enter the code on your card')


def code_error_message(player: Player, value):
    if value != 'Ibex-2093':
        return 'This is not the code on your card.'


class Card(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['code']

    @staticmethod
    def is_displayed(player: Player):
        return player.id_in_group == 1


class Partner(WaitPage):
    pass


class Read(Page):
    template_name = 'shared/Read.html'


class Show(Page):
    template_name = 'shared/Read.html'

    @staticmethod
    def vars_for_template(player: Player):
        card = player.group.get_player_by_id(1).code
        return dict(animal=card.split('-')[0], number=card.split('-')[1])


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Card, Partner, Read, Show, End]
