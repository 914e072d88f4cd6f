from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = 'all_fields'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    whole = models.IntegerField(label='A whole number', min=-5, max=5)
    real = models.FloatField(label='A number', min=0, max=1)
    money = models.CurrencyField(label='An amount', min=0, max=10)
    yes_no = models.BooleanField(label='Yes or no?')
    ticked = models.BooleanField(label='I have read this.', widget=widgets.CheckboxInput)
    line = models.StringField(label='A line', max_length=20)
    lines = models.LongStringField(label='A text')
    optional = models.IntegerField(label='A number, if you like', blank=True)
    select = models.StringField(label='From a list', choices=['north', 'east', 'south'])
    radio = models.IntegerField(label='One below the other', choices=[1, 2, 3], widget=widgets.RadioSelect)
    horizontal = models.IntegerField(label='Side by side', choices=[1, 2, 3], widget=widgets.RadioSelectHorizontal)
    price = models.CurrencyField(label='A price', choices=currency_range(0, 10, 5))
    share = models.FloatField(label='A share', choices=[0, 0.25, 0.5])
    agree = models.BooleanField(label='Do you agree?', choices=[[True, 'I do'], [False, 'I do not']], widget=widgets.RadioSelect)


class Answer(Page):
    template_name = 'shared/Form.html'
    form_model = 'player'
    form_fields = [
        *('whole', 'real', 'money', 'yes_no', 'ticked', 'line', 'lines', 'optional', 'select'),
        *('radio', 'horizontal', 'price', 'share', 'agree'),
    ]


class End(Page):
    template_name = 'shared/End.html'


page_sequence = [Answer, End]
