from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'order_book'
    PLAYERS_PER_GROUP = 4
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    buys = models.BooleanField()
    limit = models.IntegerField()
    price = models.IntegerField()


def creating_session(subsession: Subsession):
    for player in subsession.get_players():
        player.buys = player.id_in_group % 2 == 1


def trade(group: Group):
    '''The best bid meets the best ask, at the price of the ask.'''
    waiting = [p for p in group.get_players() if p.field_maybe_none('limit') is not None and p.field_maybe_none('price') is None]
    buyers = sorted((p for p in waiting if p.buys), key=lambda p: -p.limit)
    sellers = sorted((p for p in waiting if not p.buys), key=lambda p: p.limit)
    for buyer, seller in zip(buyers, sellers):
        if buyer.limit >= seller.limit:
            buyer.price = seller.price = seller.limit


def book(group: Group):
    players = [p for p in group.get_players() if p.field_maybe_none('limit') is not None]
    return [dict(buys=p.buys, limit=p.limit, price=p.field_maybe_none('price')) for p in players]


class Start(WaitPage):
    pass


class Market(Page):
    timeout_seconds = 8

    @staticmethod
    def live_method(player: Player, data):
        if player.field_maybe_none('price') is None and 0 <= data <= 10:
            player.limit = data
            trade(player.group)
        return {0: book(player.group)}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Start, Market, End]
