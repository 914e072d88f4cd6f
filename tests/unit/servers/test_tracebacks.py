from pathlib import Path

from botex_pytest.servers.tracebacks import find_tracebacks, is_author

PROJECT = Path("/home/zoe/study")
LIBRARY = '  File "/home/zoe/study/.venv/lib/python3.11/site-packages/otree/views.py", line 92, in call\n    return run(self)\n'

SIMPLE = f"""\
a print of the app
Exception in ASGI application
Traceback (most recent call last):
{LIBRARY}  File "/home/zoe/study/pair/__init__.py", line 52, in helper
    raise ValueError(
    ^^^^^^^^^^^^^^^^^
ValueError: bad ünit
second line

INFO: something else
"""

CHAINED = f"""\
Traceback (most recent call last):
  File "/home/zoe/study/pair/__init__.py", line 50, in helper
    d['k']
    ~^^^^^
KeyError: 'k'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
{LIBRARY}  File "/home/zoe/study/pair/__init__.py", line 52, in helper
    raise ValueError
ValueError
"""


def test_a_traceback_is_read_and_cut_to_the_authors_lines() -> None:
    (found,) = find_tracebacks(SIMPLE, PROJECT)
    assert (found.error_type, found.message) == ("ValueError", "bad ünit\nsecond line")
    assert found.title == "ValueError: bad ünit"
    assert [frame.line for frame in found.frames] == [92, 52]
    assert found.author_frame == found.frames[1]
    assert found.short == (
        'File "/home/zoe/study/pair/__init__.py", line 52, in helper\n    raise ValueError(\nValueError: bad ünit\nsecond line'
    )
    assert "a print" not in found.text
    assert "something else" not in found.text


def test_an_exception_and_its_cause_are_one() -> None:
    (found,) = find_tracebacks(CHAINED, PROJECT)
    assert found.title == "ValueError"
    assert "KeyError: 'k'" in found.short
    assert found.author_frame is not None
    assert found.author_frame.line == 52


def test_two_in_a_row_are_two() -> None:
    assert [t.error_type for t in find_tracebacks(SIMPLE + SIMPLE, PROJECT)] == ["ValueError", "ValueError"]


def test_a_log_that_ends_in_the_middle() -> None:
    for length in range(len(CHAINED)):
        find_tracebacks(CHAINED[:length], PROJECT)
    (found,) = find_tracebacks(SIMPLE[: SIMPLE.index("ValueError: bad")], PROJECT)
    assert (found.error_type, found.message) == ("", "")


def test_a_syntax_error_is_at_the_place_itself() -> None:
    place = '  File "/home/zoe/study/settings.py", line 7\n    def x(:\n          ^\n'
    text = f"Traceback (most recent call last):\n{place}SyntaxError: invalid"
    (found,) = find_tracebacks(text, PROJECT)
    assert found.author_frame is not None
    assert (found.author_frame.line, found.author_frame.function, found.author_frame.code) == (7, "", "def x(:")


def test_without_a_line_of_the_author_the_last_one_is_shown() -> None:
    (found,) = find_tracebacks(f"Traceback (most recent call last):\n{LIBRARY}sqlalchemy.exc.OddError: odd", PROJECT)
    assert found.author_frame is None
    assert found.title == "OddError: odd"
    assert "views.py" in found.short


def test_a_browser_that_has_gone_is_no_error() -> None:
    text = f"Traceback (most recent call last):\n{LIBRARY}OSError: [Errno 107] Transport endpoint is not connected"
    assert find_tracebacks(text, PROJECT) == ()
    own = text.replace(".venv/lib/python3.11/site-packages/otree", "pair")
    assert len(find_tracebacks(own, PROJECT)) == 1


def test_the_websocket_librarys_next_line_is_no_part_of_the_message() -> None:
    (found,) = find_tracebacks(f"{SIMPLE.rstrip()}\nclosing handshake failed\n", PROJECT)
    assert "handshake" not in found.message + found.short


def test_only_files_of_the_project_are_the_authors() -> None:
    assert is_author("/home/zoe/study/pair/__init__.py", PROJECT)
    assert not is_author("/home/zoe/study2/pair/__init__.py", PROJECT)
    assert not is_author("/home/zoe/study/.venv/lib/python3.11/site-packages/x.py", PROJECT)
    assert not is_author("<frozen importlib._bootstrap>", PROJECT)


def template_error(project: Path) -> str:
    return (
        "Traceback (most recent call last):\n" + LIBRARY + "otree.templating.errors.UndefinedVariable: "
        """Cannot resolve the variable 'group.nothing' (line 2, in "group.nothing")"""
    )


def test_a_template_error_finds_its_template(tmp_path: Path) -> None:
    (tmp_path / "pair").mkdir()
    for name, text in (("Intro", "{{ block content }}\n<p>{{ group.nothing }}</p>"), ("Other", "{{ group.nothing }}\n")):
        (tmp_path / "pair" / f"{name}.html").write_text(text)
    (found,) = find_tracebacks(template_error(tmp_path), tmp_path)
    assert found.author_frame is not None
    assert (found.author_frame.file, found.author_frame.line) == (str(tmp_path / "pair" / "Intro.html"), 2)
    assert "Intro.html" in found.short


def test_a_template_error_that_fits_two_templates_names_none(tmp_path: Path) -> None:
    (tmp_path / "pair").mkdir()
    for name in ("Intro", "Other"):
        (tmp_path / "pair" / f"{name}.html").write_text("\n{{ group.nothing }}")
    (found,) = find_tracebacks(template_error(tmp_path), tmp_path)
    assert found.author_frame is None
