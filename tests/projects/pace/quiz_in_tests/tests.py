from otree.api import *

from . import *


class PlayerBot(Bot):
    def play_round(self):
        yield SubmissionMustFail(Quiz, dict(password='open', price=cu(347)))
        yield Quiz, dict(password=C.PASSWORD, price=cu(347), agreed=True)
        yield Submission(End, check_html=False)
