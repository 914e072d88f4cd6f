"""Real oTree with a copy of one of the projects, for tests that need nothing else of the harness."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from botex_pytest.waiting import wait_until

PROJECTS = Path(__file__).parents[2] / "projects"


@dataclass(frozen=True)
class Server:
    url: str
    sessions: dict[str, str] = field(default_factory=dict)  # participant -> session

    def links(self, config: str, participants: int) -> list[str]:
        """A new session; where each of its participants starts."""
        made = self._api("sessions", {"session_config_name": config, "num_participants": participants})
        session = self._api(f"get_session/{made['code']}", {})
        self.sessions.update({one["code"]: made["code"] for one in session["participants"]})
        return [f"{self.url}/InitializeParticipant/{one['code']}" for one in session["participants"]]

    def advance(self, link: str) -> bool:
        """Move a participant on, whatever page they are on, as the experimenter can. False when the app fails without answers."""
        participant = link.rpartition("/")[2]
        body = urlencode({"selected_participant": participant}).encode()
        try:
            with urllib.request.urlopen(f"{self.url}/AdvanceSession/{self.sessions[participant]}", body, timeout=20):
                return True
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            return False

    def configs(self) -> dict[str, int]:
        """Each session config with the number of its demo participants."""
        with urllib.request.urlopen(f"{self.url}/api/session_configs", timeout=20) as reply:
            return {config["name"]: config["num_demo_participants"] for config in json.load(reply)}

    def _api(self, path: str, body: dict[str, object]) -> dict[str, object]:
        request = urllib.request.Request(f"{self.url}/api/{path}", json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=20) as reply:
            return json.load(reply)


@contextmanager
def running_otree(project: Path, folder: Path) -> Iterator[Server]:
    """oTree with a copy of `project` in `folder`."""
    shutil.copytree(project, folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    otree = Path(sys.executable).parent / "otree"
    environment = {**os.environ, "OTREE_PRODUCTION": "1", "OTREE_SKIP_CSRF": "1"}
    environment.pop("OTREE_AUTH_LEVEL", None)
    log = (folder / "otree.log").open("wb")
    child = subprocess.Popen(
        [otree, "devserver_inner", str(port)], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert child.poll() is None, (folder / "otree.log").read_text()
        try:
            with urllib.request.urlopen(f"{url}/api/otree_version", timeout=5) as reply:
                return reply.status == 200
        except OSError:
            return False

    try:
        wait_until(answers, 30, "oTree answers")
        yield Server(url)
    finally:
        child.terminate()
        child.wait(60)  # it writes its database first, which takes 10 s on a busy machine
        log.close()
