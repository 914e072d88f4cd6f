from otree.api import *

doc = """
Informed consent. Whoever says no is thanked and stays on a page of its own.
"""


class C(BaseConstants):
    NAME_IN_URL = 'consent'
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    consent = models.BooleanField(label='I have read the information above and want to take part.')


# PAGES
class Consent(Page):
    form_model = 'player'
    form_fields = ['consent']


class NoConsent(Page):
    """An end of the study: the page has no next button."""

    @staticmethod
    def is_displayed(player: Player):
        return not player.consent


page_sequence = [Consent, NoConsent]
