"""What the files of a study say before it is played: each fault is found at its line; what only looks like one is not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from study_builder import Way, app, form, play, project

from botex_pytest.checks.base import Fault, Scope
from botex_pytest.checks.examine import examine
from botex_pytest.checks.static import before_playing
from botex_pytest.checks.static_links import code_fault
from botex_pytest.checks.static_requirements import requirements
from botex_pytest.page import Choice
from botex_pytest.project_info import ConfigInfo, FieldInfo, PageInfo, ProjectInfo
from botex_pytest.results import Finding

Write = Callable[..., Path]
BLOCK = "{{ block content }}\n%s\n{{ endblock }}\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(**files)`: a project with these files; `__` in a name stands for `/`, and endings come of themselves."""

    def make(files: dict[str, str] | None = None, **pages: str) -> Path:
        named = {f"app/{name}.html": text for name, text in pages.items()} | (files or {})
        for place, text in {"settings.py": "", "app/__init__.py": "", **named}.items():
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def page(name: str, *fields: str | FieldInfo, template: str | None = None, **more: Any) -> PageInfo:
    return form(name, *fields, template_name=f"app/{name}.html" if template is None else template, **more)


def found(folder: Path, *pages: PageInfo, info: ProjectInfo | None = None, **more: Any) -> list[Finding]:
    known = info or project(app(*pages))
    return before_playing(Scope(replace(known, **more), folder, "config"))


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(f.check, f.group, f.place) for f in findings]


# --- templates ---


def test_a_page_without_a_template(write: Write) -> None:
    (finding,) = found(write(), page("Read"))
    assert (finding.check, finding.group, finding.where, finding.place) == (
        "missing-template",
        "broken",
        "app.Read",
        "app/__init__.py:1",
    )
    assert finding.title == "app.Read needs the template app/Read.html, which is not there"


def test_upper_and_lower_case_are_told_apart(write: Write) -> None:
    (finding,) = found(write(read=BLOCK % ""), page("Read"))
    assert finding.title.endswith("which is not there; there is app/read.html")
    assert finding.advice == "Rename app/read.html to Read.html: servers tell upper and lower case apart."


@pytest.mark.parametrize("place", ["app/Read.html", "_templates/app/Read.html", "app/templates/app/Read.html"])
def test_templates_lie_where_otree_looks(write: Write, place: str) -> None:
    assert found(write({place: BLOCK % ""}), page("Read")) == []


@pytest.mark.parametrize("template", ["", "global/Page.html", "otree/Page.html"])
def test_templates_of_otree_and_of_code_are_not_looked_for(write: Write, template: str) -> None:
    assert found(write(), page("Read", template=template)) == []


def test_a_page_that_was_taken_out_is_only_to_review(write: Write) -> None:
    (finding,) = found(write(), page("Read", conditional=True, condition_names=()))
    assert finding.group == "review"
    (finding,) = found(write(), page("Read", conditional=True, condition_names=("treatment",)))
    assert finding.group == "broken"


@pytest.mark.parametrize(
    ("tag", "group"),
    [
        ("{{ include 'shared/Rules.html' }}", "broken"),
        ("{{ include_sibling 'Rules.html' }}", "broken"),
        ('{% include "shared/Rules.html" with a=1 %}', "broken"),
        ("{{ if C.LONG }}{{ include 'shared/Rules.html' }}{{ endif }}", "review"),
    ],
)
def test_an_included_template_that_is_missing(write: Write, tag: str, group: str) -> None:
    (finding,) = found(write(Read=BLOCK % tag), page("Read"))
    assert told([finding]) == [("missing-template", group, "app/Read.html:2")]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ include C.RULES }}",
        "{{ include_sibling name }}",
        "{# {{ include 'no/Such.html' }} #}",
        "{% comment %}{{ include 'no/Such.html' }}{% endcomment %}",
        "{{ include 'otree/tags/NextButton.html' }}",
        "{{ include 'app/Read.html' }}",
    ],
)
def test_what_cannot_be_known_or_is_not_rendered_is_not_told(write: Write, tag: str) -> None:
    assert found(write(Read=BLOCK % tag), page("Read")) == []


# --- static files ---


@pytest.mark.parametrize(
    ("tag", "group"),
    [
        ("<img src=\"{{ static 'lab/logo.png' }}\">", "broken"),
        ('<img src="{% static "lab/logo.png" %}">', "broken"),
        ("<!-- {{ static 'lab/logo.png' }} -->", "broken"),  # an HTML comment hides nothing from oTree
        ("{{ for x in xs }}{{ static 'lab/logo.png' }}{{ endfor }}", "review"),
        ('<img src="/static/lab/logo.png">', "review"),
        ("<img src='/static/lab/logo.png?v=2'>", "review"),
    ],
)
def test_a_static_file_that_is_missing(write: Write, tag: str, group: str) -> None:
    (finding,) = found(write(Read=BLOCK % tag), page("Read"))
    assert told([finding]) == [("missing-file", group, "app/Read.html:2")]
    assert finding.key == "missing-file|app/Read.html|lab/logo.png"


def test_a_static_file_in_other_letters(write: Write) -> None:
    folder = write({"_static/lab/Logo.PNG": ""}, Read=BLOCK % "{{ static 'lab/logo.png' }}")
    (finding,) = found(folder, page("Read"))
    assert finding.title.endswith("; there is _static/lab/Logo.PNG")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ static picture }}",
        "{{ static 'pic_{}.png'|format }}",
        "{{ static 'here.png' }}",
        "{{ static 'of_app.png' }}",
        "{{ static 'otree/js/common.js' }}",
        '<img src="/static/{{ picture }}">',
        '<img src="/static/cards/{{ picture }}.png">',
        '<script>let card = `<img src="/static/cards/${shape}-${colour}.svg">`</script>',
        """<script>image = '<img src="/static/cards/' + name + '.svg">'</script>""",
        '<!-- <img src="/static/old.png"> -->',
    ],
)
def test_files_that_are_there_or_cannot_be_known(write: Write, tag: str) -> None:
    folder = write({"_static/here.png": "", "app/static/of_app.png": ""}, Read=BLOCK % tag)
    assert found(folder, page("Read")) == []


def test_one_fault_in_a_shared_template_is_one_finding(write: Write) -> None:
    shared = {"_templates/shared/Read.html": BLOCK % "{{ static 'logo.png' }}"}
    pages = [page(name, template="shared/Read.html") for name in ("First", "Second")]
    assert len(found(write(shared), *pages)) == 1


def test_a_block_of_a_base_template_may_be_replaced(write: Write) -> None:
    base = {
        "_templates/global/Page.html": "{{ extends 'otree/Page.html' }}\n{{ block content }}{{ static 'x.png' }}{{ endblock }}"
    }
    (finding,) = found(write(base, Read="{{ extends 'global/Page.html' }}\n" + BLOCK % "Text"), page("Read"))
    assert finding.group == "review"


# --- form fields ---


def test_a_field_that_the_model_does_not_have(write: Write) -> None:
    wrong = FieldInfo("numbr", "player", "missing")
    (finding,) = found(write(Ask=BLOCK % "{{ formfields }}"), page("Ask", wrong))
    assert finding.title == "app.Ask: form_fields names numbr, but the player has no such field"
    assert found(write(), page("Ask", wrong, dynamic_fields=True)) == []


def test_a_form_without_a_model(write: Write) -> None:
    (finding,) = found(write(Ask=BLOCK % ""), page("Ask", FieldInfo("number", "", "missing")))
    assert finding.title.endswith("but the page has no form_model")


def test_a_template_that_asks_for_another_field(write: Write) -> None:
    folder = write(Ask=BLOCK % "{{ formfield 'number' }}{{ formfield 'numbr' label='How many?' }}{{ formfield name }}")
    (finding,) = found(folder, page("Ask", "number"))
    assert told([finding]) == [("missing-field", "broken", "app/Ask.html:2")]
    assert found(folder, page("Ask", "number", dynamic_fields=True)) == []


# --- fields of participant and session ---

NAMES = {"participant_names": ("vars", "label", "payoff", "declared"), "session_names": ("config", "vars", "code")}


def undeclared(write: Write, code: str) -> list[tuple[str, str]]:
    findings = found(write({"app/__init__.py": code}), **NAMES)
    return [(f.key.partition("|")[2], f.group) for f in findings]


@pytest.mark.parametrize(
    "line",
    [
        "player.participant.seen = True",
        "print(player.participant.seen)",
        "player.in_round(1).participant.seen = 1",
        "pp = player.participant; pp.seen = 1",
    ],
)
def test_an_undeclared_attribute_in_a_page(write: Write, line: str) -> None:
    code = f"class Read(Page):\n    @staticmethod\n    def before_next_page(player, timeout_happened):\n        {line}\n"
    assert undeclared(write, code) == [("participant|seen", "broken")]


def test_an_undeclared_attribute_of_the_session(write: Write) -> None:
    code = "class Read(Page):\n    def vars_for_template(player):\n        return dict(price=player.session.price)\n"
    assert undeclared(write, code) == [("session|price", "broken")]


def test_where_otree_may_still_take_it_it_is_to_review(write: Write) -> None:
    code = "def creating_session(subsession):\n    for p in subsession.get_players():\n        p.participant.seen = True\n"
    assert undeclared(write, code) == [("participant|seen", "review")]


@pytest.mark.parametrize(
    "line",
    [
        "player.participant.vars['seen'] = True",
        "player.participant.declared = player.participant.payoff",
        "player.session.config['x']; player.session.vars['y']",
        "setattr(player.participant, 'seen', 1); player.participant.seen",
        "if hasattr(player.participant, 'seen'): print(player.participant.seen)",
        "requests.session.headers = {}; client.session.get('/')",
        "participant = Other(); participant.seen = 1",
        "participant = player.participant; participant = Other(); participant.seen = 1",
    ],
)
def test_what_needs_no_declaration(write: Write, line: str) -> None:
    code = f"import requests\nclass Read(Page):\n    def before_next_page(player, timeout_happened):\n        {line}\n"
    assert undeclared(write, code) == []


def test_an_error_that_the_author_expects(write: Write) -> None:
    code = "def f(player):\n    try:\n        return player.participant.seen\n    except AttributeError:\n        return 0\n"
    assert undeclared(write, code) == []


def test_modules_that_apps_share_are_read_and_others_are_not(write: Write) -> None:
    use = "def f(player):\n    player.participant.seen = 1\n"
    files = {
        "app/__init__.py": "from . import pages_of_app\nimport shared",
        "shared.py": use,
        "analysis.py": use,
        "app/tests.py": use,
    }
    (finding,) = found(write(files), **NAMES)
    assert finding.file == "shared.py"


# --- requirements.txt ---

PACKAGES = {"packages": {"yaml": ("pyyaml",), "numpy": ("numpy", "pandas"), "otree": ("otree",)}}


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("otree", ["numpy", "yaml"]),
        ("otree>=5\nPyYAML==6.0  # for the texts\nnumpy", []),
        ("otree\npandas\npyyaml", []),  # which brings numpy
        ("-r base.txt\npandas", []),
        ("otree\ngit+https://host/a/b.git", []),
        ("otree\n-e .", []),
    ],
)
def test_packages_that_nobody_would_install(write: Write, lines: str, missing: list[str]) -> None:
    code = "import numpy as np\nfrom yaml import load\nfrom otree.api import *\nimport csv, shared\n"
    files = {"app/__init__.py": code, "requirements.txt": lines, "base.txt": "pyyaml\n", "shared.py": ""}
    findings = found(write(files), **PACKAGES)
    assert sorted(f.key.partition("|")[2] for f in findings) == missing
    assert {f.group for f in findings} <= {"review"}


def test_imports_that_may_fail_are_not_told(write: Write) -> None:
    code = (
        "try:\n    import yaml\nexcept ImportError:\n    yaml = None\ndef f():\n    import numpy\nif DEBUG:\n    import numpy\n"
    )
    assert found(write({"app/__init__.py": code, "requirements.txt": "otree"}), **PACKAGES) == []


def test_without_requirements_there_is_nothing_to_miss(write: Write) -> None:
    assert found(write({"app/__init__.py": "import numpy"}), **PACKAGES) == []


def test_requirements_that_include_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("-r a.txt\n")
    assert requirements(tmp_path / "a.txt") is None


# --- links ---


def test_links_to_the_authors_computer(write: Write) -> None:
    template = BLOCK % '<a href="http://localhost:8000/x">x</a> <!-- http://localhost/old -->'
    files = {"app/__init__.py": '"""See http://localhost."""\nURL = "https://127.0.0.1:8000/api"\n'}
    findings = found(write(files, Read=template), page("Read"))
    assert told(findings) == [("local-link", "review", "app/Read.html:2"), ("local-link", "review", "app/__init__.py:2")]


@pytest.mark.parametrize(
    "text", ["http://localhost.example/x", "https://127.0.0.10.example", "my-localhost", "{# http://localhost #}"]
)
def test_links_that_lead_elsewhere(write: Write, text: str) -> None:
    assert found(write(Read=BLOCK % text), page("Read")) == []


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://app.example/complete?cc=C1A2B3", ""),
        ("https://app.example/complete?cc=XXXXXX", "looks like a placeholder"),
        ("https://app.example/complete?cc=", "is empty"),
        ("https://app.example/complete?cc=YOUR_CODE", "looks like a placeholder"),
        ("https://app.example/complete?pid=YOUR", ""),
        ("XXXXXX", ""),
        ("http://[broken", ""),
    ],
)
def test_completion_codes_that_nobody_filled_in(url: str, fault: str) -> None:
    assert fault in code_fault(url)
    assert bool(fault) == bool(code_fault(url))


def test_completion_links_of_the_session_config(write: Write) -> None:
    config = ConfigInfo("config", "", ("app",), 1, 1, {"prolific": "https://app.example/complete?cc=TODO", "other": 3})
    (finding,) = found(write(), info=project(app(), configs=[config]))
    assert (finding.check, finding.group, finding.file) == ("completion-link", "review", "settings.py")


# --- beside playing ---

GAME = project(app(page("Ask", "number"), page("Read"), form("End")))


def test_what_was_met_as_well_is_told_once_with_the_better_advice(write: Write) -> None:
    folder = write(Ask=BLOCK % "")
    fault = Fault("TemplateLoadError: Loader cannot locate the template file 'app/Read.html'.", "")
    met = Way(GAME, 1).answer("Ask", number="3").stop("Read", "error", page={"kind": "error", "status": 500})
    (finding,) = examine(play(GAME, met, fault=fault, folder=folder)).findings
    assert (finding.check, finding.participants) == ("server-error", (1,))
    assert finding.advice == "Create it, or correct its name in app/__init__.py."


def test_what_nobody_met_is_told_for_the_session(write: Write) -> None:
    folder = write(Ask=BLOCK % "")
    elsewhere = Way(GAME, 1).answer("Ask", number="3").stop("End")
    (finding,) = examine(play(GAME, elsewhere, folder=folder)).findings
    assert (finding.check, finding.group, finding.participants) == ("missing-template", "broken", ())


def test_what_people_got_past_is_no_fault(write: Write) -> None:
    passed = Way(GAME, 1).answer("Ask", number="3").answer("Read").stop("End")
    assert examine(play(GAME, passed, folder=write(Ask=BLOCK % ""))).findings == ()


@pytest.mark.parametrize("declared", [{"checks": {"missing-template": False}}, {"accept": ["missing-template"]}])
def test_authors_may_switch_it_off_or_accept_it(write: Write, declared: dict[str, Any]) -> None:
    elsewhere = Way(GAME, 1).answer("Ask", number="3").stop("End")
    findings = examine(play(GAME, elsewhere, study=declared, folder=write(Ask=BLOCK % ""))).findings
    assert {f.group for f in findings} <= {"note"}


# --- payoffs ---

SETS = "def set_payoffs(group):\n    for p in group.get_players():\n        p.payoff = 1\n"


def test_payoffs_that_nothing_sets(write: Write) -> None:
    (finding,) = found(write({"app/__init__.py": SETS}, Read=BLOCK % ""), page("Read"))
    assert told([finding]) == [("unset-payoff", "review", "app/__init__.py:3")]
    assert finding.title == "in app payoffs are set in set_payoffs alone, which nothing calls"


@pytest.mark.parametrize(
    "more",
    [
        "class Meet(WaitPage):\n    after_all_players_arrive = set_payoffs",
        "class Meet(WaitPage):\n    after_all_players_arrive = 'set_payoffs'",
        "class Meet(WaitPage):\n    @staticmethod\n    def after_all_players_arrive(group):\n        set_payoffs(group)",
        "class Send(Page):\n    @staticmethod\n    def before_next_page(player, timeout_happened):\n        player.payoff = 2",
        "def creating_session(subsession):\n    for p in subsession.get_players():\n        p.payoff = 2",
        "class Group(BaseGroup):\n    def pay(self):\n        setattr(self.get_player_by_id(1), 'payoff', 2)",
    ],
)
def test_a_function_that_is_used_or_only_left_over(write: Write, more: str) -> None:
    text = f"{SETS}\n\n{more}\n\n\npage_sequence = [Meet, Send]\n"
    assert found(write({"app/__init__.py": text}, Read=BLOCK % ""), page("Read")) == []


def test_another_file_may_call_it(write: Write) -> None:
    meet = "class Meet(WaitPage):\n    after_all_players_arrive = set_payoffs\n\n\npage_sequence = [Meet]\n"
    files = {"app/__init__.py": f"from .pay import set_payoffs\n\n\n{meet}"}
    assert found(write({**files, "app/pay.py": SETS}, Read=BLOCK % ""), page("Read")) == []


def test_an_app_without_payoffs(write: Write) -> None:
    assert found(write({"app/__init__.py": "x = player.payoff\n"}, Read=BLOCK % ""), page("Read")) == []


@pytest.mark.parametrize(("shown", "checks"), [("Read", ["unset-payoff"]), ("Meet", [])])
def test_payoffs_that_only_a_page_left_out_sets(write: Write, shown: str, checks: list[str]) -> None:
    meet = f"class Meet(WaitPage):\n    after_all_players_arrive = set_payoffs\n\n\npage_sequence = [{shown}]\n"
    findings = found(write({"app/__init__.py": f"{SETS}\n\n{meet}"}, Read=BLOCK % ""), page("Read"))
    assert [f.check for f in findings] == checks


# --- amounts without bounds ---

AMOUNT = FieldInfo("sent", "player", "currency", min=0.0)


def amounts(write: Write, code: str, field: FieldInfo = AMOUNT, template: str = "{{ formfields }}", **more: Any) -> list[str]:
    folder = write({"app/__init__.py": code}, Send=BLOCK % template)
    return [f.title for f in found(folder, page("Send", field, **more)) if f.check == "open-amount"]


def paid(value: str, before: str = "") -> str:
    head = "class Send(Page):\n    def before_next_page(player, timeout_happened):"
    return f"{head}\n        {before}\n        player.payoff = {value}\n"


@pytest.mark.parametrize(
    "code",
    [
        paid("100 - player.sent"),
        paid("-player.sent"),
        paid("cu(player.sent) * 3"),
        paid("sum(p.sent for p in player.group.get_players())"),
        paid("sum([p.sent for p in player.group.get_players()]) / 2"),
        paid("kept", "kept = 100 - player.sent"),
        paid("kept", "kept = 100; kept -= player.sent"),
        paid("player.kept", "player.kept = 100 - player.sent"),
        paid("tripled(player)") + "\n\ndef tripled(player):\n    return player.sent * 3\n",
        paid("0", "player.payoff += player.sent"),
    ],
)
def test_an_amount_that_decides_about_money_wants_bounds(write: Write, code: str) -> None:
    assert amounts(write, code) == ["app.Send: payoffs are reckoned from sent, which has no upper bound"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"min": None}, "which has no bounds"),
        ({"min": None, "max": 9.0}, "which has no lower bound"),
        ({"min": None, "dynamic": ("max",)}, "which has no lower bound"),
    ],
)
def test_the_side_that_is_open_is_named(write: Write, more: dict[str, Any], said: str) -> None:
    (title,) = amounts(write, paid("100 - player.sent"), replace(AMOUNT, **more))
    assert title.endswith(said)


@pytest.mark.parametrize(
    "code",
    [
        paid("10 if player.sent == 42 else 0"),
        paid("TABLE[player.sent]"),
        paid("max(0, 100 - player.sent)"),
        paid("10"),
        paid("prize(player.sent)") + "\n\ndef prize(x):\n    return x\n",
        "x = player.sent - 1\n",
    ],
)
def test_what_code_makes_of_a_number_may_be_bounded(write: Write, code: str) -> None:
    assert amounts(write, code) == []


@pytest.mark.parametrize(
    "more",
    [
        {"max": 100.0},
        {"dynamic": ("max",)},
        {"dynamic": ("error_message",)},
        {"dynamic": ("choices",)},
        {"choices": (Choice("1", "one"),)},
        {"widget": "RadioSelect"},
        {"type": "string"},
    ],
)
def test_a_field_that_something_bounds(write: Write, more: dict[str, Any]) -> None:
    assert amounts(write, paid("100 - player.sent"), replace(AMOUNT, **more)) == []


def test_a_page_with_a_rule_of_its_own(write: Write) -> None:
    assert amounts(write, paid("100 - player.sent"), own_error_message=True) == []


def test_a_control_of_the_authors_own(write: Write) -> None:
    assert amounts(write, paid("100 - player.sent"), template='<input type="range" name="sent" max="9">') == []
