from otree.api import *

doc = """
A survey on saving with every standard field type and widget of oTree, and a screen-out of people under 18.
"""


class C(BaseConstants):
    NAME_IN_URL = 'survey'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1
    ADULT_AGE = 18

    LIKERT = [
        [1, 'Disagree strongly'],
        [2, 'Disagree'],
        [3, 'Neither agree nor disagree'],
        [4, 'Agree'],
        [5, 'Agree strongly'],
    ]


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


def likert_item(label):
    return models.IntegerField(label=label, choices=C.LIKERT, widget=widgets.RadioSelectHorizontal)


class Player(BasePlayer):
    # numbers
    age = models.IntegerField(label='How old are you?', min=10, max=110)
    siblings = models.IntegerField(label='How many brothers and sisters do you have?', min=0, max=20)
    hours_sleep = models.FloatField(label='How many hours did you sleep last night?', min=0, max=24)
    savings = models.CurrencyField(label='How much did you save last month?', min=0, max=10000)

    # texts
    occupation = models.StringField(label='What is your occupation?', max_length=80)
    comment = models.LongStringField(label='Is there anything you want to tell us?', blank=True)

    # one of several
    education = models.StringField(
        label='What is your highest degree?',
        choices=['None', 'School', 'Apprenticeship', 'Bachelor', 'Master or higher'],
    )
    region = models.IntegerField(
        label='Where do you live?',
        choices=[[1, 'In a city'], [2, 'In a town'], [3, 'In the country']],
        widget=widgets.RadioSelect,
    )
    risk = models.IntegerField(
        label='How willing are you to take risks (0: not at all, 10: very)?',
        choices=list(range(11)),
        widget=widgets.RadioSelectHorizontal,
    )
    windfall = models.CurrencyField(
        label='You win 1,000 points in a lottery. How much of it do you save?',
        choices=currency_range(cu(0), cu(1000), cu(250)),
    )

    # yes or no
    has_account = models.BooleanField(label='Do you have a savings account?')
    is_student = models.BooleanField(
        label='Are you a student?',
        choices=[[True, 'Yes, I am'], [False, 'No, I am not']],
        widget=widgets.RadioSelectHorizontal,
    )
    newsletter = models.BooleanField(
        label='Please send me the results of the study.',
        widget=widgets.CheckboxInput,
        blank=True,
    )
    honest = models.BooleanField(
        label='I have answered all questions truthfully.',
        widget=widgets.CheckboxInput,
    )

    # a table of statements
    plan_ahead = likert_item('I plan my spending ahead.')
    saving_hard = likert_item('I find it hard to save.')
    future_matters = likert_item('I often think about my old age.')


# PAGES
class Age(Page):
    form_model = 'player'
    form_fields = ['age']


class ScreenOut(Page):
    """An end of the study: the page has no next button."""

    @staticmethod
    def is_displayed(player: Player):
        return player.age < C.ADULT_AGE


class About(Page):
    form_model = 'player'
    form_fields = ['occupation', 'education', 'region', 'siblings', 'hours_sleep', 'is_student']


class Saving(Page):
    form_model = 'player'
    form_fields = ['has_account', 'savings', 'windfall', 'risk']


class Statements(Page):
    form_model = 'player'
    form_fields = ['plan_ahead', 'saving_hard', 'future_matters']

    @staticmethod
    def vars_for_template(player: Player):
        return dict(scale=[label for _, label in C.LIKERT])


class Closing(Page):
    form_model = 'player'
    form_fields = ['comment', 'newsletter', 'honest']


class Thanks(Page):
    pass


page_sequence = [Age, ScreenOut, About, Saving, Statements, Closing, Thanks]
