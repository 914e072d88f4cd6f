from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'many_languages'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    groesse = models.IntegerField(label='Wie groß ist Ihr Haushalt? Zählen Sie sich bitte mit.', min=1, max=12)
    beitrag = models.IntegerField(label='您愿意为小组项目贡献多少？', min=0, max=100)
    choice = models.StringField(
        label='هل توافق؟ 🙂',
        choices=[['natürlich', 'Ja, natürlich'], ['也许', '也许'], ['لا', 'لا']],
        widget=widgets.RadioSelect,
    )


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['groesse', 'beitrag', 'choice']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
