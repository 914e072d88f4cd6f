"""The examples at oTree's production server with PostgreSQL, as a study in the field has it."""

from __future__ import annotations

import pytest
from harness import EXAMPLES, copy_of, environment, run
from postgres import PASSWORD, REST_KEY, production_server, programs, running_postgres

pytestmark = pytest.mark.skipif(programs() is None, reason="no PostgreSQL here: sudo apt-get install postgresql")


@pytest.fixture(scope="module")
def postgres():
    pytest.importorskip("psycopg2")
    with running_postgres() as server:
        yield server


@pytest.mark.parametrize(("example", "driver", "people"), [
    ("public_goods", "http", {"public_goods": 3}),
    ("survey", "http", {"survey": 2}),
    ("trust", "chrome", {"trust": 2, "trust_high": 2}),
])  # fmt: skip
def test_examples_play_there(postgres, tmp_path, example, driver, people):
    project = copy_of(EXAMPLES / example, tmp_path / example)
    with production_server(copy_of(project, tmp_path / "server"), postgres.database(example)) as url:
        server = ("--botex-otree-url", url, "--botex-otree-rest-key", REST_KEY)
        done = run(project, *server, "--botex-driver", driver, env=environment(OTREE_ADMIN_PASSWORD=PASSWORD))
    assert done.exit_code == 0, done.output
    assert {name: set(items) for name, items in done.verdicts.items()} == {
        name: {*(f"P{n}" for n in range(1, count + 1)), "session"} for name, count in people.items()
    }
    assert "the experimenter's pages were not looked at" not in done.output
    assert postgres.count(example, "otree_participant") == sum(people.values())
    assert REST_KEY not in done.output
