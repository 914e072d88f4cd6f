"""What a model has to read: the prompts of botex 0.2.0 (PyPI) and ours, for the same session config through the same endpoint.

    python benchmarks/tokens.py [PROJECT CONFIG PARTICIPANTS]

Counted are the messages and the schema of every request, in characters; about four of them are a token. The endpoint answers at
once and always the same, so no model, key or network is needed; botex itself is installed from PyPI.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from projects import copied
from rows import row

from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.project import Project

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "fakes"))
from openai_endpoint import Endpoint  # noqa: E402

PEER, OURS = ROOT / ".venvs" / "botex", ROOT / ".venvs" / "llm"
TARGET = 30.0  # per cent
LONGEST = 600  # seconds for either
MODEL = "openai/gpt-4o"

PLAY = """
import sys
import botex
url, config, participants, endpoint, model, database = sys.argv[1:]
made = botex.init_otree_session(config_name=config, npart=int(participants), otree_server_url=url, botex_db=database)
botex.run_bots_on_session(
    session_id=made["session_id"], bot_urls=made["bot_urls"], botex_db=database,
    model=model, api_key="peer", api_base=endpoint, throttle=False,
)
"""


def main() -> None:
    name, config, participants = sys.argv[1:4] or (str(ROOT / "examples" / "trust"), "trust", "2")
    with Endpoint() as endpoint, copied(Path(name)) as project:
        _play_theirs(project, config, participants, endpoint.url)
        theirs, calls = _characters(endpoint), len(endpoint.requests)
        endpoint.requests.clear()
        _play_ours(project, config, participants, endpoint.url)
        ours = _characters(endpoint)
        print(row(f"prompt tokens of botex 0.2.0, {config}", [theirs / 4], "tokens"))  # noqa: T201
        print(row(f"calls of botex 0.2.0, {config}", [calls], "calls"))  # noqa: T201
        print(row(f"prompt tokens, {config}", [ours / 4], "tokens"))  # noqa: T201
        print(row(f"calls, {config}, the probe included", [len(endpoint.requests)], "calls"))  # noqa: T201
        print(row(f"prompt tokens as a share of botex 0.2.0's, {config}", [100 * ours / theirs], "%", TARGET))  # noqa: T201


def _play_theirs(project: Path, config: str, participants: str, endpoint: str) -> None:
    python = PEER / "bin" / "python"
    with tempfile.TemporaryDirectory() as work:
        server = OtreeServer(Project.at(project), work=Path(work), python=Path(sys.executable))
        server.start()
        try:
            given = (server.url, config, participants, endpoint, MODEL, f"{work}/botex.sqlite3")
            _run([str(python), "-c", PLAY, *given], Path(work), {"LITELLM_LOCAL_MODEL_COST_MAP": "True"})
        finally:
            server.stop()


def _play_ours(project: Path, config: str, participants: str, endpoint: str) -> None:
    options = [
        "--botex-config",
        config,
        "--botex-participants",
        participants,
        "--botex-model",
        MODEL,
        "--botex-api-base",
        endpoint,
    ]
    env = {"BOTEX_OTREE_PYTHON": sys.executable, "BOTEX_API_KEY": "ours"}
    _run([str(OURS / "bin" / "python"), "-m", "pytest", "--botex", "-p", "no:cacheprovider", *options], project, env)


def _run(command: list[str], folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def _characters(endpoint: Endpoint) -> int:
    return sum(
        sum(len(str(m["content"])) for m in request["messages"]) + len(json.dumps(request.get("response_format", "")))
        for request in endpoint.requests
    )


if __name__ == "__main__":
    main()
