from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'free_text_shown'
    PLAYERS_PER_GROUP = 2
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    message = models.LongStringField(label='Write something to your partner')


class Write(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['message']


class Partner(WaitPage):
    pass


class Read(Page):
    @staticmethod
    def vars_for_template(player: Player):
        return dict(message=player.get_others_in_group()[0].message)


page_sequence = [Write, Partner, Read]
