"""botex.toml: what it declares, how declarations add up, and what is said about those that cannot be."""

from __future__ import annotations

import json

import pytest

from botex_pytest.errors import StudyError
from botex_pytest.study import Study, validate

FULL = """\
[public_goods]                 # a session config's name
participants = 3
labels = ["a", "b", "c"]
room = "lab"
model = "min"
seed = 7
session = { treatment = "high", rate = 1.50 }
ends = ["consent.ScreenOut"]
experimenter = ["intro.LabStart"]
skip = ["task.Slider"]
accept = ["script-error|survey.Page"]

[public_goods.answers]
"Quiz.q1" = 3
"Quiz.share" = 0.50
"Quiz.agree" = true
"Contribute.contribution" = [5, 10, 0]
"Send.sent_amount" = { P1 = 40, "role:Trustee" = 0, P2 = [1, 2] }
"public_goods.Quiz.q1" = 4

[public_goods.answers.Survey]
age = 30
day = 2024-05-01
hobbies = [["a", "b"], []]

[public_goods.checks]
script-error = false

[public_goods.variants.high]
session = { treatment = "higher" }
answers = { "Quiz.q1" = 5 }
[public_goods.variants.low]
participants = 6
labels = "P{n}"

["*"]
participants = 2
ends = ["end.Thanks", "consent.ScreenOut"]
session = { treatment = "none", language = "de" }
answers = { "Quiz.q1" = 1, "Quiz.q9" = "x" }
"""

INFO = {
    "configs": {"public_goods": ["intro", "public_goods"], "survey": ["survey"]},
    "apps": {
        "intro": {"pages": {"LabStart": [], "Quiz": ["q1", "q2"]}},
        "public_goods": {"pages": {"Contribute": ["contribution"], "Quiz": ["q1"], "Free": None}},
        "survey": {"pages": {"Page": ["age"]}},
    },
    "rooms": ["lab"],
}
CHECKS = ("script-error", "server-error", "dead-end")


@pytest.fixture
def high():
    return Study.parse(FULL).for_config("public_goods")


def ask(study, page, name, participant=1, *, role="", round_number=1, app="public_goods"):
    answer = study.answer(app, page, name, participant=participant, role=role, round_number=round_number)
    return answer and answer.value


def test_everything_that_can_be_declared(high):
    assert (high.participants, high.labels, high.room, high.model, high.seed) == (3, ("a", "b", "c"), "lab", ("min",), 7)
    assert (high.experimenter, high.skip, high.accept) == (("intro.LabStart",), ("task.Slider",), ("script-error|survey.Page",))
    assert high.checks == {"script-error": False}


def test_a_config_wins_over_all_configs_and_lists_add_up(high):
    assert high.session == {"treatment": "high", "rate": 1.5, "language": "de"}
    assert high.ends == ("end.Thanks", "consent.ScreenOut")
    other = Study.parse(FULL).for_config("another")
    assert (other.participants, other.session) == (2, {"treatment": "none", "language": "de"})


def test_variants_are_whole(high):
    plays = high.plays()
    assert list(plays) == ["high", "low"]
    assert (plays["high"].participants, plays["high"].session["treatment"]) == (3, "higher")
    assert (plays["low"].participants, plays["low"].labels, plays["low"].room) == (6, "P{n}", "lab")
    assert ask(plays["high"], "Quiz", "q1") == "5"
    assert ask(plays["low"], "Quiz", "q1") == "4"
    assert plays["high"].plays() == {"": plays["high"]}


def test_answers_keep_the_text_of_numbers_and_otrees_booleans(high):
    assert ask(high, "Quiz", "share") == "0.50"
    assert ask(high, "Quiz", "agree") == "True"
    assert ask(high, "Survey", "age") == "30"
    assert ask(high, "Survey", "day") == "2024-05-01"


def test_answers_by_round(high):
    given = [ask(high, "Contribute", "contribution", round_number=n) for n in (1, 2, 3, 4)]
    assert given == ["5", "10", "0", None]
    assert ask(high, "Survey", "hobbies", round_number=1) == ("a", "b")
    assert ask(high, "Survey", "hobbies", round_number=2) == ()


def test_answers_by_participant_and_role(high):
    assert ask(high, "Send", "sent_amount", participant=1, role="Trustee") == "40"
    assert ask(high, "Send", "sent_amount", participant=3, role="Trustee") == "0"
    assert ask(high, "Send", "sent_amount", participant=3, role="Trustor") is None
    assert ask(high, "Send", "sent_amount", participant=2, round_number=2) == "2"
    assert ask(high, "Send", "sent_amount", participant=2, role="Trustee", round_number=3) == "0"


def test_the_name_with_the_app_is_stronger_and_other_apps_keep_the_short_one(high):
    assert ask(high, "Quiz", "q1") == "4"
    assert ask(high, "Quiz", "q1", app="intro") == "3"
    assert ask(high, "Quiz", "q9") == "x"
    assert ask(high, "Quiz", "unknown") is None


def test_an_answer_knows_its_source(high):
    answer = high.answer("public_goods", "Quiz", "q1", participant=1)
    assert answer is not None
    assert answer.origin == "botex.toml"


@pytest.mark.parametrize(
    "text",
    [
        '[c.answers]\n"Quiz.q1" = { P1 = 3 }',
        "[c.answers]\nQuiz.q1.P1 = 3",
        "[c.answers.Quiz]\nq1 = { P1 = 3 }",
        "[c.answers.Quiz.q1]\nP1 = 3",
        '[c.answers]\n"app.Quiz.q1" = { P1 = 3 }',
        "[c.answers.app.Quiz]\nq1 = { P1 = 3 }",
        '[c.answers.app."Quiz.q1"]\nP1 = 3',
    ],
)
def test_all_ways_to_write_an_answer(text):
    study = Study.parse(text).for_config("c")
    assert ask(study, "Quiz", "q1", 1, app="app") == "3"
    assert ask(study, "Quiz", "q1", 2, app="app") is None


def test_pages_are_named_with_or_without_their_app():
    study = Study.parse('[c]\nends = ["consent.Out", "Stop"]\nexperimenter = "lab.Start"\nskip = ["Slider"]').for_config("c")
    assert study.is_end("consent.Out")
    assert study.is_end("any.Stop")
    assert not study.is_end("other.Out")
    assert study.is_experimenter("lab.Start")
    assert not study.is_experimenter("lab.Starter")
    assert study.skips("task.Slider")
    assert not study.skips("task.Sliders")


def test_known_findings_are_named_whole_or_by_their_beginning():
    study = Study.parse('[c]\naccept = ["script-error|survey.Page", "dead-end"]').for_config("c")
    assert study.accepts("script-error|survey.Page")
    assert study.accepts("script-error|survey.Page|TypeError")
    assert study.accepts("dead-end|a.B")
    assert not study.accepts("script-error|survey.Page2")
    assert study.vanished(["dead-end|a.B", "other"]) == ("script-error|survey.Page",)


def test_checks_are_on_unless_declared_off(high):
    assert not high.check_on("script-error")
    assert high.check_on("dead-end")


def test_without_a_file_nothing_is_declared(tmp_path):
    study = Study.load(tmp_path / "botex.toml")
    assert study.for_config("any").participants is None
    assert list(study.for_config("any").plays()) == [""]
    validate(study, INFO, CHECKS)


def test_a_worker_reads_the_same(tmp_path):
    path = tmp_path / "botex.toml"
    path.write_text("\ufeff" + FULL, encoding="utf-8")
    study = Study.load(path)
    again = Study.from_plain(json.loads(json.dumps(study.to_plain())))
    assert again == study
    assert again.for_config("public_goods").participants == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("participants = 3\n", "botex.toml, line 1: 'participants' stands outside of any table."),
        (
            "[c]\n\npartcipants = 3\n",
            "botex.toml, line 3: there is nothing called 'partcipants' to declare. Did you mean 'participants'?",
        ),
        (
            "[c]\nparticipants = 0\n",
            "botex.toml, line 2: participants cannot be 0.\nTo fix this:\n  - give it: a whole number of at least 1",
        ),
        ("[c]\nparticipants = true\n", "botex.toml, line 2: participants cannot be True."),
        ('[c]\nlabels = ["a", "a"]\n', "botex.toml, line 2: labels cannot be ['a', 'a']."),
        ('[c]\nlabels = "same"\n', "botex.toml, line 2: labels cannot be 'same'."),
        ('[c]\nlabels = ["a"]\nparticipants = 2\n', "botex.toml, line 2: there are 1 labels for 2 participants."),
        ("[c]\nroom = 3\n", "botex.toml, line 2: room cannot be 3."),
        ("[c]\nends = [3]\n", "botex.toml, line 2: ends cannot be [3]."),
        ("[c]\nends = 3\n", "botex.toml, line 2: ends cannot be 3."),
        ("[c]\nsession = 3\n", "botex.toml, line 2: session cannot be 3."),
        ("[c.checks]\ndead-end = 3\n", "botex.toml, line 1: checks cannot be {'dead-end': 3}."),
        (
            "[c.variants.v.variants.w]\nseed = 1\n",
            "botex.toml, line 1: variants cannot be {'v': {'variants': {'w': {'seed': 1}}}}.",
        ),
        ('["*".variants.v]\nseed = 1\n', 'botex.toml, line 1: the table ["*"] cannot have variants.'),
        ("[c.answers]\nq1 = 3\n", "botex.toml, line 2: 'q1' does not name a field."),
        ('[c.answers]\n"a.b.c.d" = 3\n', "botex.toml, line 2: 'a.b.c.d' does not name a field."),
        (
            '[c.answers]\n"Quiz.q1" = { P1 = 3, Buyer = 4 }\n',
            "botex.toml, line 2: the answer 'Quiz.q1' is given for 'Buyer', which is neither a participant nor a role.",
        ),
        ('[c.answers]\n"Quiz.q1" = { P1 = { P2 = 3 } }\n', "botex.toml, line 2: the answer 'Quiz.q1' cannot be {'P2': 3}."),
    ],
)
def test_declarations_that_cannot_be(text, message):
    with pytest.raises(StudyError) as caught:
        Study.parse(text)
    assert str(caught.value).startswith(message)


def test_message_for_a_file_that_is_no_toml(tmp_path):
    path = tmp_path / "botex.toml"
    path.write_text("[c\n")
    with pytest.raises(StudyError) as caught:
        Study.load(path)
    assert str(caught.value).startswith("botex.toml cannot be read.\nCause: ")
    assert "line 1" in caught.value.cause


def test_message_for_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "botex.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyError, match=r"^botex\.toml cannot be read\.\nCause: 'utf-8' codec"):
        Study.load(path)


def test_message_for_an_unknown_key_names_all_keys():
    with pytest.raises(StudyError) as caught:
        Study.parse("[c]\nzzz = 1\n")
    assert str(caught.value) == (
        "botex.toml, line 2: there is nothing called 'zzz' to declare.\n"
        "To fix this:\n"
        "  - use one of: accept, answers, arrivals, checks, ends, experimenter, labels, model, "
        "participants, personas, room, seed, session, skip, variants"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[public_good]\n", "botex.toml, line 1: the project has no session config 'public_good'. Did you mean 'public_goods'?"),
        (
            '[survey]\nends = ["survey.Pge"]',
            "botex.toml, line 2: the project has no page 'survey.Pge'. Did you mean 'survey.Page'?",
        ),
        ('[survey]\nskip = ["Pge"]', "botex.toml, line 2: the project has no page 'Pge'. Did you mean 'Page'?"),
        ('[survey]\nends = ["intro.Quiz"]', "botex.toml, line 2: the project has no page 'intro.Quiz'. Known: survey.Page."),
        ('[survey.answers]\n"Pge.age" = 3', "botex.toml, line 2: the project has no page 'Pge'. Did you mean 'Page'?"),
        ('[survey.answers]\n"Page.aeg" = 3', "botex.toml, line 2: the project has no field on Page 'aeg'. Did you mean 'age'?"),
        (
            "[survey.checks]\nscript-eror = false",
            "botex.toml, line 2: the project has no check 'script-eror'. Did you mean 'script-error'?",
        ),
        (
            '[survey.variants.v]\nends = ["x.Y"]\n',
            "botex.toml, line 2: the project has no page 'x.Y'. Known: survey.Page.",
        ),
        (
            '[public_goods.answers]\n"public_goods.Quiz.q2" = 3',
            "botex.toml, line 2: the project has no field on public_goods.Quiz 'q2'. Known: q1.",
        ),
        ('[survey]\nroom = "lap"', "botex.toml, line 2: the project has no room 'lap'. Did you mean 'lab'?"),
        (
            '["*"]\nends = ["other.Page"]\n',
            "botex.toml, line 2: the project has no page 'other.Page'. Known: intro.LabStart, intro.Quiz, "
            "public_goods.Contribute, public_goods.Free, public_goods.Quiz, survey.Page.",
        ),
    ],
)
def test_names_that_the_project_does_not_have(text, message):
    with pytest.raises(StudyError) as caught:
        validate(Study.parse(text), INFO, CHECKS)
    assert str(caught.value) == message


def test_all_unknown_names_are_told_at_once():
    with pytest.raises(StudyError) as caught:
        validate(Study.parse('[survey]\nends = ["X"]\n[nowhere]\nseed = 1\n'), INFO, CHECKS)
    assert str(caught.value).count("\n") == 1
    assert "line 2" in str(caught.value)
    assert "line 3" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '[public_goods]\nends = ["Quiz", "intro.LabStart"]\n[public_goods.answers]\n"Quiz.q2" = 3\n"Free.anything" = 1',
        '["*"]\nends = ["survey.Page"]\n[survey.checks]\ndead-end = false',
    ],
)
def test_names_that_the_project_has(text):
    validate(Study.parse(text), INFO, CHECKS)


def test_a_line_is_looked_for_in_its_own_table():
    text = '[other]\nseed = 1\n[survey] # seed\n# seed\nroom = "x"\nseed = -1\n'
    with pytest.raises(StudyError, match=r"^botex\.toml, line 6: seed cannot be -1\."):
        Study.parse(text)


def test_a_persona_is_the_participant_s_then_the_role_s_then_everybody_s():
    study = Study.parse('[a.personas]\nP1 = "hurried"\n"role:Seller" = "greedy"\n"*" = "careful"').for_config("a")
    assert [study.persona(1, lambda: "Seller"), study.persona(2, lambda: "Seller"), study.persona(3, str)] == [
        "hurried",
        "greedy",
        "careful",
    ]
    assert Study.parse('[a]\npersonas = "careful"').for_config("a").persona(7, lambda: 1 / 0) == "careful"


@pytest.mark.parametrize("personas", ['{ P0 = "x" }', '{ anna = "x" }', "3", '{ P1 = "" }', "{ P1 = 3 }"])
def test_a_persona_of_nobody_is_refused(personas):
    with pytest.raises(StudyError, match="personas cannot be"):
        Study.parse(f"[a]\npersonas = {personas}")
