from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'languages'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    arabic = models.StringField(label='ما هو قرارك؟', choices=[['نعم', 'أوافق'], ['لا', 'لا أوافق']], widget=widgets.RadioSelect)
    chinese = models.IntegerField(label='您想分给对方多少？', min=0, max=10)
    japanese = models.StringField(label='お名前を書いてください。')


class Arabic(Page):
    form_model = 'player'
    form_fields = ['arabic']


class Chinese(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['chinese']


class Japanese(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = ['japanese']


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Arabic, Chinese, Japanese, End]
