"""Exports of oTree as rows."""

from __future__ import annotations

from botex_pytest.servers.otree_api import csv_rows


def test_a_cell_may_hold_more_than_pythons_own_limit():
    path = "1,2;" * 50_000
    assert csv_rows(f'id,path\r\n1,"{path}"\r\n') == (("id", "path"), ("1", path))
