"""A PostgreSQL of a test's own, from Debian's package, run by an ordinary user; and oTree's production server on it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botex_pytest.waiting import wait_until

START_SECONDS = 120.0
REST_KEY = "key-of-the-server"
PASSWORD = "of-the-server"
_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root


def programs() -> Path | None:
    """The folder of the newest one's programs; Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Postgres:
    """A running one."""

    folder: Path
    port: int

    def database(self, name: str) -> str:
        """The address of a new database."""
        self.run("createdb", name)
        return f"postgres://otree@127.0.0.1:{self.port}/{name}"

    def count(self, database: str, table: str) -> int:
        return int(self.run("psql", "-tA", "-c", f"SELECT count(*) FROM {table}", database))

    def run(self, program: str, *words: str) -> str:
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "otree")
        done = subprocess.run([_program(program), *where, *words], check=True, capture_output=True, text=True, timeout=60)
        return done.stdout.strip()

    def answers(self) -> bool:
        command = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command, check=False).returncode == 0


def _program(name: str) -> Path:
    folder = programs()
    assert folder is not None
    return folder / name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """It listens on the loopback address only, and trusts whoever comes from there."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    as_user = _ordinary_user(folder)
    data, port = folder / "data", free_port()
    child = None
    try:
        init = [_program("initdb"), "-D", data, "-A", "trust", "-U", "otree", "-E", "UTF8", "--no-sync"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, timeout=START_SECONDS, **as_user)
        settings = ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off")
        options = [word for setting in settings for word in ("-c", setting)]
        with (folder / "log.txt").open("wb") as log:
            command = [_program("postgres"), "-D", data, "-p", str(port), *options]
            child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **as_user)
        server = Postgres(folder, port)
        wait_until(server.answers, START_SECONDS, "PostgreSQL answers")
        yield server
    finally:
        if child is not None:
            child.send_signal(signal.SIGINT)  # without waiting for its clients
            child.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _ordinary_user(folder: Path) -> dict[str, Any]:
    """What subprocess needs to run something as one, with `folder` as their own. Nothing, if we are one ourselves."""
    if os.geteuid() != 0:
        return {"cwd": folder}
    user = next(entry for entry in pwd.getpwall() if entry.pw_name in _USERS)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": (), "cwd": folder}


@contextmanager
def production_server(project: Path, database: str) -> Iterator[str]:
    """`otree prodserver` in `project`, as in the field: nothing is shown of errors, the admin pages and the API are locked."""
    programs_of_python = str(Path(sys.executable).parent)
    env = {k: v for k, v in os.environ.items() if not k.startswith("OTREE_")} | {
        "PATH": f"{programs_of_python}{os.pathsep}{os.environ['PATH']}",  # it starts `otree` anew
        "DATABASE_URL": database,
        "OTREE_PRODUCTION": "1",
        "OTREE_AUTH_LEVEL": "STUDY",
        "OTREE_REST_KEY": REST_KEY,
        "OTREE_ADMIN_PASSWORD": PASSWORD,
    }
    otree, url = Path(programs_of_python) / "otree", f"http://127.0.0.1:{free_port()}"
    subprocess.run([otree, "resetdb", "--noinput"], cwd=project, env=env, check=True, capture_output=True, timeout=START_SECONDS)
    log = project.with_name(f"{project.name}.log")
    with log.open("wb") as out:
        command = [otree, "prodserver", url.removeprefix("http://")]
        child = subprocess.Popen(command, cwd=project, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)

    def answers() -> bool:
        assert child.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/api/otree_version", timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.code == 403  # it wants its key
        except OSError:
            return False
        return True

    try:
        wait_until(answers, START_SECONDS, "oTree answers")
        yield url
    finally:
        os.killpg(child.pid, signal.SIGKILL)  # its helper would outlive it
        child.wait(60)
