"""Which values the author's code can give a field, read and never run."""

from __future__ import annotations

from botex_pytest.servers.treatments import treatments

APP = """
import itertools, random
raise RuntimeError('nobody runs this')


class Player(BasePlayer):
    frame = models.StringField(choices=[['g', 'Gain'], ['l', 'Loss']])
    asked = models.StringField(choices=['a', 'b'])


def creating_session(subsession):
    orders = itertools.cycle(C.ORDERS)
    order = next(orders)
    again = again
    for player, shade in zip(subsession.get_players(), itertools.cycle(['red', 'blue'])):
        player.treatment = random.choice(['high', 'low'])
        player.order = order
        player.order2 = order
        player.shade = shade
        player.again = again
        player.loud = True if player.id_in_group == 1 else False
        player.stake = C.STAKES[player.id_in_group % 2]
        player.drawn = random.randint(0, 10)
        player.asked = random.choice(['a', 'b'])
    player.participant.arm = 'A'


def late(player):
    player.participant.arm = C.SECOND_ARM
    player.once = 'only this'
"""
NAMES = {"frame", "treatment", "order", "order2", "shade", "again", "loud", "stake", "drawn", "arm", "once"}


def test_what_a_form_asks_for_and_what_has_many_values_is_no_treatment(tmp_path):
    many = "choices=[" + ", ".join(f"'item {n}'" for n in range(13)) + "]"
    app = f"""
class Player(BasePlayer):
    item = models.StringField({many})
    told = models.StringField(choices=['a', 'b'])
    arm = models.StringField(choices=['a', 'b'])


class Ask(Page):
    @staticmethod
    def get_form_fields(player):
        return ['told'] if player.arm == 'a' else []
"""
    (tmp_path / "__init__.py").write_text(app, "utf-8")
    assert treatments(tmp_path, {}, {"item", "told", "arm"}) == {"arm": ["a", "b"]}


def test_values_that_are_written_out(tmp_path):
    (tmp_path / "__init__.py").write_text(APP, "utf-8")
    (tmp_path / "tests.py").write_text("player.treatment = 'only a test'", "utf-8")
    (tmp_path / "broken.py").write_text("def", "utf-8")
    constants = {"ORDERS": ["AB", "BA"], "STAKES": [10, 2.5], "SECOND_ARM": "B"}
    assert treatments(tmp_path, constants, NAMES) == {
        "frame": ["g", "l"],
        "treatment": ["high", "low"],
        "order": ["AB", "BA"],
        "order2": ["AB", "BA"],
        "shade": ["red", "blue"],
        "loud": ["True", "False"],
        "stake": ["10", "2.5"],
        "arm": ["A", "B"],
    }
