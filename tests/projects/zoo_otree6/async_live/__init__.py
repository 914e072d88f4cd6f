import asyncio

from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'async_live'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    count = models.IntegerField(initial=0)


class Work(Page):
    @staticmethod
    async def live_method(player: Player, data):
        yield {player.id_in_group: 'counting'}
        await asyncio.sleep(0.2)
        player.count += 1
        yield {player.id_in_group: player.count}


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Work, End]
