from pathlib import Path

import pytest

from botex_pytest.servers.diagnosis import Diagnosis, diagnose

PYTHON = Path("/env/bin/python")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "settings.py").write_text("SESSION_CONFIGS = [dict(app_sequence=['pair', 'trust'])]")
    (tmp_path / "pair").mkdir()
    return tmp_path


def ending(project: Path, error: str, code: str = "import x") -> str:
    return f'Traceback (most recent call last):\n  File "{project}/pair/__init__.py", line 3, in <module>\n    {code}\n{error}\n'


def found(output: str, project: Path) -> Diagnosis:
    diagnosis = diagnose(output, project, PYTHON)
    assert diagnosis is not None
    return diagnosis


def test_a_missing_package_comes_with_the_line_that_installs_it(project: Path) -> None:
    diagnosis = found(ending(project, "ModuleNotFoundError: No module named 'yaml.nodes'"), project)
    assert diagnosis.cause == "pair/__init__.py, line 3: ModuleNotFoundError: No module named 'yaml.nodes'"
    assert diagnosis.remedies == (("install yaml", '"/env/bin/python" -m pip install pyyaml'),)


def test_a_missing_package_that_another_error_hides_is_named_all_the_same(project: Path) -> None:
    hidden = ending(project, "ModuleNotFoundError: No module named 'PIL'", "from PIL import Image")
    over = "\nDuring handling of the above exception, another exception occurred:\n\n"
    diagnosis = found(hidden + over + ending(project, "NameError: name 'HELP' is not defined", "print(HELP)"), project)
    assert "NameError" in diagnosis.cause
    assert diagnosis.remedies == (("install PIL", '"/env/bin/python" -m pip install pillow'),)


def test_a_missing_package_is_named_without_a_traceback(project: Path) -> None:
    diagnosis = found("ModuleNotFoundError: No module named 'PIL'\n\nNameError: name 'HELP' is not defined\n", project)
    assert (diagnosis.cause, diagnosis.remedies[0][0]) == ("No module named 'PIL'", "install PIL")


def test_requirements_are_named_where_there_are_some(project: Path) -> None:
    (project / "requirements.txt").write_text("pandas\n")
    diagnosis = found(ending(project, "ModuleNotFoundError: No module named 'pandas'"), project)
    assert diagnosis.remedies[1][1].endswith(f'pip install -r "{project / "requirements.txt"}"')


def test_a_missing_app_is_not_installed(project: Path) -> None:
    diagnosis = found(ending(project, "ModuleNotFoundError: No module named 'trust'"), project)
    assert "app_sequence" in diagnosis.remedies[0][0]


def test_a_variable_that_is_not_set(project: Path) -> None:
    diagnosis = found(ending(project, "KeyError: 'API_KEY'", "key = environ['API_KEY']"), project)
    assert diagnosis.remedies[0][0] == "define the variable 'API_KEY'"
    assert ".env" in diagnosis.remedies[0][1]


def test_a_secret_key_that_nobody_has_set(project: Path) -> None:
    error = "TypeError: unsupported operand type(s) for +: 'NoneType' and 'str'"
    code = "_SECRET = settings.SECRET_KEY + (settings.ADMIN_PASSWORD or '')"
    output = f'Traceback (most recent call last):\n  File "/env/otree/common.py", line 125, in <module>\n    {code}\n{error}\n'
    assert found(output, project).remedies == (("give SECRET_KEY in settings.py a value", ""),)
    (project / "settings.py").write_text("SECRET_KEY = environ.get('OTREE_SECRET')\n")
    ((what, where),) = found(output, project).remedies
    assert what == "define the variable OTREE_SECRET, from which settings.py takes SECRET_KEY"
    assert where.endswith('.env"')


def test_a_syntax_error(project: Path) -> None:
    place = f'  File "{project}/pair/__init__.py", line 9\n    def x(:\n'
    diagnosis = found(f"Traceback (most recent call last):\n{place}SyntaxError: invalid syntax\n", project)
    assert diagnosis.cause == "pair/__init__.py, line 9: SyntaxError: invalid syntax"
    assert diagnosis.remedies == (("correct the line above", ""),)


def test_the_folder_that_git_forgot(project: Path) -> None:
    diagnosis = found(ending(project, "RuntimeError: Directory '_static' does not exist"), project)
    assert diagnosis.remedies == (("create the folder", f'mkdir "{project / "_static"}"'),)


def test_the_own_checks_of_otree(project: Path) -> None:
    output = "Error(app_name='pair', title='players_per_group cannot be 1.', id=13)\n"
    diagnosis = found(output, project)
    assert diagnosis.cause == "oTree's own checks found errors."
    assert diagnosis.lines == ("pair: players_per_group cannot be 1.",)


def test_output_that_says_nothing(project: Path) -> None:
    assert diagnose("hello\n", project, PYTHON) is None
