"""What oTree itself says about a project."""

import sys
import textwrap
from pathlib import Path

import pytest

from botex_pytest.errors import ProjectError
from botex_pytest.page import Choice
from botex_pytest.servers.introspect import introspect
from botex_pytest.servers.project import Project

APP = """
    from otree.api import *

    class C(BaseConstants):
        NAME_IN_URL = 'q'
        PLAYERS_PER_GROUP = None
        NUM_ROUNDS = 1

    class Subsession(BaseSubsession):
        pass

    class Group(BaseGroup):
        price = models.CurrencyField(choices=currency_range(0, 10, 5))

    class Player(BasePlayer):
        age = models.IntegerField(label='Your age', max=120, blank=True, help_text='in years')
        share = models.FloatField(min=-1.5, max=1.5, initial=0.5)
        consent = models.BooleanField(widget=widgets.CheckboxInput)
        colour = models.StringField(choices=[['r', 'Red'], ['b', 'Blue']], widget=widgets.RadioSelect)
        name = models.StringField(max_length=20)
        story = models.LongStringField()
        points = models.CurrencyField(min=0)

    def age_error_message(player, value):
        return 'no' if value == 13 else None

    def points_max(player):
        return 7

    def group_by_arrival_time_method(subsession, waiting):
        return waiting[:2]

    class Arrive(WaitPage):
        group_by_arrival_time = True

    class Shown(Page):
        @staticmethod
        def is_displayed(player):
            return True

    class Questions(Shown):
        form_model = 'player'
        form_fields = ['age', 'share', 'consent', 'colour', 'name', 'story', 'points', 'vanished']
        timeout_seconds = 30

        @staticmethod
        def error_message(player, values):
            return None

    class Price(Page):
        form_model = Group
        form_fields = ['price']

        @staticmethod
        def get_timeout_seconds(player):
            return 5

    class Live(Page):
        @staticmethod
        def live_method(player, data):
            return {}

        @staticmethod
        def get_form_fields(player):
            return []

    class Everybody(WaitPage):
        wait_for_all_groups = True

    page_sequence = [Arrive, Questions, Price, Live, Everybody]
"""


@pytest.fixture
def questions(tiny: Path) -> Path:
    """`tiny` with a second app that has a bit of everything, and that prints while it is imported."""
    (tiny / "q").mkdir()
    (tiny / "q" / "__init__.py").write_text(textwrap.dedent(APP) + '\nprint(\'{"not": "ours"}\')\n')
    (tiny / "q" / "Questions.html").write_text("{{ formfields }}")
    (tiny / "q" / "tests.py").write_text("")
    settings = tiny / "settings.py"
    settings.write_text(settings.read_text().replace("app_sequence=['pair']", "app_sequence=['q', 'pair']"))
    return tiny


def test_a_project_is_described(questions: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in questions.rglob("*")}
    info = introspect(Project.at(questions))
    assert {p: p.stat().st_mtime_ns for p in questions.rglob("*")} == before
    (config,) = info.configs
    assert (config.name, config.apps, config.demo_participants, config.multiple_of) == ("pair", ("q", "pair"), 2, 2)
    assert config.fields == {"real_world_currency_per_point": 0.5, "participation_fee": 2.0, "doc": "", "treatment": "high"}
    assert (info.language, info.currency, info.use_points, info.points_name) == ("en", "EUR", True, "points")
    assert (info.rooms[0].labels, info.rooms[0].problem) == (("seat_1", "seat_2"), "")
    assert info.max_index("pair") == 5 + 2 * 3
    assert info.page_at("pair", 11).page.name == "Results"


def test_a_label_file_that_is_missing(questions: Path) -> None:
    (questions / "_rooms" / "lab.txt").unlink()
    (room,) = introspect(Project.at(questions)).rooms
    assert (room.labels, room.problem) == ((), "[Errno 2] No such file or directory: '_rooms/lab.txt'")


def test_an_app_and_its_pages(questions: Path) -> None:
    info = introspect(Project.at(questions))
    pair, q = info.app("pair"), info.app("q")
    assert (pair.group_size, pair.rounds, pair.own_tests, pair.arrival_method) == (2, 2, False, False)
    assert (q.url_name, q.group_size, q.own_tests, q.arrival_method) == ("q", None, True, True)
    arrive, page, price, live, everybody = q.pages
    assert (arrive.wait, arrive.arrival, arrive.all_groups) == (True, True, False)
    assert (everybody.wait, everybody.arrival, everybody.all_groups) == (True, False, True)
    assert (page.conditional, page.own_error_message, page.timeout, page.form_model) == (True, True, 30.0, "player")
    assert (page.file, page.template, arrive.template) == ("q/__init__.py", "q/Questions.html", "")
    assert (questions / page.file).read_text().splitlines()[page.line - 1] == "class Questions(Shown):"
    assert (price.conditional, price.has_timeout_function, price.form_model, price.template) == (False, True, "group", "")
    assert (live.live, live.dynamic_fields, live.fields) == (True, True, ())


def test_fields_as_their_author_declared_them(questions: Path) -> None:
    q = introspect(Project.at(questions)).app("q")
    fields = {field.name: field for page in q.pages for field in page.fields}
    age, share, points = fields["age"], fields["share"], fields["points"]
    assert (age.type, age.label, age.help, age.blank, age.min, age.max) == ("integer", "Your age", "in years", True, 0, 120)
    assert age.dynamic == ("error_message",)
    assert (share.type, share.min, share.max, share.initial) == ("float", -1.5, 1.5, "0.5")
    assert (points.type, points.min, points.max, points.dynamic) == ("currency", 0, None, ("max",))
    assert (fields["consent"].type, fields["consent"].widget) == ("boolean", "CheckboxInput")
    assert fields["colour"].choices == (Choice("r", "Red"), Choice("b", "Blue"))
    assert fields["colour"].widget == "RadioSelect"
    assert (fields["name"].type, fields["name"].max_length, fields["story"].type) == ("string", 20, "longstring")
    assert [c.value for c in fields["price"].choices] == ["0", "5", "10"]
    assert fields["vanished"].type == "missing"


def test_a_project_that_cannot_be_imported(tiny: Path) -> None:
    source = tiny / "pair" / "__init__.py"
    source.write_text(source.read_text() + "\nimport no_such_package\n")
    line = len(source.read_text().splitlines())
    with pytest.raises(ProjectError) as caught:
        introspect(Project.at(tiny))
    message = str(caught.value)
    assert f"pair/__init__.py, line {line}: ModuleNotFoundError: No module named 'no_such_package'" in message
    assert f'File "{source}", line {line}' in message
    assert f'"{sys.executable}" -m pip install no_such_package' in message


def test_a_project_that_never_comes_to_an_end(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tiny / "settings.py").write_text("SESSION_CONFIGS = []\nimport time\ntime.sleep(600)\n")
    monkeypatch.setattr("botex_pytest.servers.introspect.SECONDS", 0.5)
    with pytest.raises(ProjectError, match=r"introspection ends: not within 0\.5 s"):
        introspect(Project.at(tiny))


def test_a_config_that_oTree_refuses(tiny: Path) -> None:  # noqa: N802
    settings = tiny / "settings.py"
    settings.write_text(settings.read_text().replace("        num_demo_participants=2,\n", ""))
    with pytest.raises(ProjectError, match="Session config is missing num_demo_participants"):
        introspect(Project.at(tiny))


def test_a_project_with_a_file_named_like_one_of_ours(tiny: Path) -> None:
    (tiny / "project.py").write_text("PARTICIPANT_FIELDS = dict(treatment=str)\n")
    (tiny / "process.py").write_text("raise SystemExit('not meant to be imported')\n")
    assert introspect(Project.at(tiny)).apps[0].name == "pair"


def test_the_projects_own_environment_comes_first(tiny: Path) -> None:
    """A link to our interpreter stands in for an environment: what counts is which path is used."""
    python = tiny / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    assert Project.at(tiny).interpreter().python == python
    assert introspect(Project.at(tiny)).apps[0].name == "pair"


def test_an_environment_without_otree_is_passed_over_and_one_named_is_refused(tiny: Path) -> None:
    python = tiny / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n')
    python.chmod(0o755)
    assert Project.at(tiny).interpreter().python == Path(sys.executable)
    with pytest.raises(ProjectError, match="without oTree"):
        Project.at(tiny).interpreter(tiny / ".venv")


def test_an_interpreter_named_as_a_command(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    name = Path(sys.executable).name
    assert Project.at(tiny).interpreter(Path(name)).python == Path(sys.executable)
