"""The run as one TinyDB file, `botex.json`: for notebooks, for other tools, and for keeping when the folder is gone.

from tinydb import TinyDB, where
db = TinyDB(".botex__temp/run-0001/botex.json")
db.table("steps").search(where("participant") == 2)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botex_pytest.flow import Coverage
from botex_pytest.plain import to_plain
from botex_pytest.records import PlayedSession, Step, read_sessions
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import RunFolder, write_whole

Document = dict[str, Any]


def merge(run: RunFolder) -> Path:
    """Builds `botex.json` from the run's files, also of a killed run, and returns its path.

    Tables: `run` (one document), `sessions`, `coverage`, `participants`, `findings`, `endings`, `steps`. A document of the latter
    four names its session in `session` (the folder, relative to the run) and `config`; one of `coverage` its `config`.
    """
    from tinydb import TinyDB
    from tinydb.storages import MemoryStorage

    # In memory, then written once: the default storage rewrites the whole file with every insert.
    with TinyDB(storage=MemoryStorage) as db:
        for name, documents in _tables(run).items():
            db.table(name).insert_multiple(run.redact.data(documents))
        write_whole(run.database, json.dumps(db.storage.read()))
    return run.database


def _tables(run: RunFolder) -> dict[str, list[Document]]:
    played = read_sessions(run)
    return {
        "run": [{"name": run.name, **run.info()}],
        "sessions": [_session(p) for p in played],
        "coverage": list(_coverage([p.result for p in played])),
        "participants": [_of(p, to_plain(x)) for p in played for x in p.result.participants],
        "findings": [_of(p, to_plain(x)) for p in played for x in p.result.findings],
        "endings": [_of(p, to_plain(x)) for p in played for x in p.result.endings],
        "steps": [_of(p, document) for p in played for document in _steps(p)],
    }


def _session(played: PlayedSession) -> Document:
    """What is not in a table of its own, and a status to filter by."""
    plain: Document = to_plain(played.result)
    for table in ("participants", "findings", "endings"):
        del plain[table]
    status = "infrastructure" if played.interrupted else "replayed" if played.result.replayed else "judged"
    return {**plain, "status": status, "reason": "interrupted" if played.interrupted else ""}


def _coverage(results: list[SessionResult]) -> Iterator[Document]:
    """All that there is to reach in each config, and whether somebody reached it."""
    for config in dict.fromkeys(result.config for result in results):
        found = Coverage.of(result.flow for result in results if result.config == config)
        yield from ({"config": config, **to_plain(point), "reached": point in found.met} for point in found.there)


def _of(played: PlayedSession, document: Document) -> Document:
    result = played.result
    return {"session": result.folder, "config": result.config, "variant": result.variant, "play": result.play, **document}


def _steps(played: PlayedSession) -> Iterator[Document]:
    for number, taken in played.transcripts.items():
        for step in taken:
            yield {"participant": number, "step": step.number, **_step(step)}


def _step(step: Step) -> Document:
    return {
        "page": to_plain(step.seen.page) if step.seen else None,
        "seconds": step.seen.seconds if step.seen else None,
        "at": step.seen.at if step.seen else None,
        "shot": step.shot,
        "answers": [to_plain(t.answered) for t in step.tries],
        "outcomes": [to_plain(t.submitted) for t in step.tries if t.submitted],
        "noticed": to_plain(step.noticed),
        "waited": to_plain(step.waited),
        "advanced": to_plain(step.advanced),
        "after": step.seen.after if step.seen else "",
        "ended": to_plain(step.ended),
    }
