"""Where a server hangs, read from what Python's faulthandler writes."""

from __future__ import annotations

from pathlib import Path

from botex_pytest.servers.stacks import Hang, find_hang

STUDY = Path("/home/ann/study")
IDLE = """\
Current thread 0x00007fe58b225b80 (most recent call first):
  File "/usr/lib/python3.11/selectors.py", line 468 in select
  File "/usr/lib/python3.11/asyncio/base_events.py", line 1884 in _run_once
  File "/home/ann/study/.venv/lib/python3.11/site-packages/uvicorn/server.py", line 49 in run
"""
LOOP = """\
Thread 0x00007fe586f7c6c0 (most recent call first):
  File "/usr/lib/python3.11/random.py", line 12 in random
  File "/home/ann/study/trust/helpers.py", line 7 in draw
  File "/home/ann/study/trust/__init__.py", line 33 in before_next_page
  File "/home/ann/study/.venv/lib/python3.11/site-packages/otree/views/abstract.py", line 90 in post

"""
FREEZE = """\
Thread 0x00007fe586f7c6c0 (most recent call first):
  File "/usr/lib/python3.11/selectors.py", line 468 in select
  File "/usr/lib/python3.11/asyncio/runners.py", line 190 in run
  File "/home/ann/study/.venv/lib/python3.11/site-packages/otree/channels/utils.py", line 59 in sync_send
  File "/home/ann/study/.venv/lib/python3.11/site-packages/otree/channels/utils.py", line 72 in sync_group_send
  File "/home/ann/study/.venv/lib/python3.11/site-packages/otree/views/abstract.py", line 1224 in _mark_completed_and_notify
"""


def test_the_innermost_line_of_the_author_is_told():
    hang = find_hang("INFO: something else\n" + LOOP + IDLE, STUDY)
    assert hang.author_frame is not None
    assert (hang.author_frame.file, hang.author_frame.line, hang.author_frame.function) == (
        "/home/ann/study/trust/helpers.py",
        7,
        "draw",
    )
    assert hang.shown == (
        'File "/home/ann/study/trust/helpers.py", line 7, in draw',
        'File "/home/ann/study/trust/__init__.py", line 33, in before_next_page',
    )
    assert not hang.of_otree


def test_the_freeze_of_otree_is_known():
    hang = find_hang(FREEZE + IDLE, STUDY)
    assert (hang.of_otree, hang.author_frame) == (True, None)
    assert hang.shown[0].endswith("line 59, in sync_send")


def test_what_the_author_does_comes_first():
    """A thread that waits in oTree may wait for what the author's code holds."""
    assert find_hang(FREEZE + LOOP + IDLE, STUDY).author_frame is not None


def test_a_server_with_nothing_to_do_tells_nothing():
    assert find_hang(IDLE, STUDY) == Hang()
    assert find_hang("", STUDY) == Hang()


def test_a_thread_of_the_studys_own_keeps_nobody_waiting():
    own = """\
Thread 0x00007fe586f7c6c1 (most recent call first):
  File "/home/ann/study/trust/poller.py", line 9 in poll
  File "/usr/lib/python3.11/threading.py", line 1002 in _bootstrap

"""
    assert find_hang(own + FREEZE + IDLE, STUDY).of_otree
    assert find_hang(own + IDLE, STUDY) == Hang()
