from otree.api import *


class C(BaseConstants):
    NAME_IN_URL = "widgets"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


COLOURS = [["r", "Red"], ["g", "Green"], ["b", "Blue"]]
AGREE = [1, 2, 3]


class Player(BasePlayer):
    whole = models.IntegerField(min=1, max=10, label="How many apples?", help_text="A whole number.")
    prefilled = models.IntegerField(initial=5, label="Change me")
    share = models.FloatField(min=0, max=1, label="Which share?")
    amount = models.CurrencyField(min=0, max=100, label="How much do you give?")
    agree = models.BooleanField(label="Do you agree?")
    tick = models.BooleanField(widget=widgets.CheckboxInput, label="I have read it")
    word = models.StringField(max_length=20, label="One word")
    story = models.LongStringField(label="Tell us more")
    optional = models.StringField(blank=True, label="Anything else?")
    colour = models.StringField(choices=COLOURS, label="Pick a colour")
    level = models.IntegerField(choices=[[1, "Low"], [2, "High"]], widget=widgets.RadioSelect, label="Which level?")
    side = models.StringField(choices=["left", "right"], widget=widgets.RadioSelectHorizontal, label="Which side?")
    tea = models.IntegerField(choices=AGREE, widget=widgets.RadioSelect, label="I like tea")
    coffee = models.IntegerField(choices=AGREE, widget=widgets.RadioSelect, label="I like coffee")
    choice = models.StringField()
    slider = models.IntegerField(min=0, max=100)
    day = models.StringField()
    fruits = models.StringField(blank=True)
    strokes = models.IntegerField(min=None)
    typed = models.StringField()
    pasted = models.StringField()
    trap = models.StringField(blank=True)


class Standard(Page):
    form_model = "player"
    form_fields = [
        "whole", "prefilled", "share", "amount", "agree", "tick", "word", "story", "optional", "colour", "level", "side",
    ]  # fmt: skip

    @staticmethod
    def error_message(player, values):
        if values["whole"] == 3 and values["share"] == 0:
            return "Three apples cannot have no share."


def word_error_message(player, value):
    if value == "forbidden":
        return "This word is not allowed."


class Likert(Page):
    form_model = "player"
    form_fields = ["tea", "coffee"]


class Choose(Page):
    form_model = "player"
    form_fields = ["choice"]


class Raw(Page):
    form_model = "player"
    form_fields = ["slider", "day", "trap"]


class Keys(Page):
    form_model = "player"
    form_fields = ["strokes", "typed"]


class Noisy(Page):
    pass


class Crash(Page):
    @staticmethod
    def is_displayed(player):
        return player.choice == "crash"

    @staticmethod
    def vars_for_template(player):
        raise RuntimeError("this page is broken")


class End(Page):
    pass


page_sequence = [Standard, Likert, Choose, Raw, Keys, Noisy, Crash, End]
