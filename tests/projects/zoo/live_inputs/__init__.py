from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'live_inputs'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    price = models.IntegerField()
    word = models.StringField()


class Offer(Page):
    @staticmethod
    def live_method(player: Player, data):
        player.price, player.word = int(data['price']), data['word']
        return {player.id_in_group: 'The server has your offer.'}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Offer, End]
