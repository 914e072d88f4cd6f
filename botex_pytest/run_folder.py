"""The folder of a run, `.botex__temp/run-0001`: what lies where, and how it gets there although several processes write.

run.json                              how the run was started, with what, and when it ended
sessions/<config>[-variant]-<play>/   session.json, result.json, P1.jsonl ..., shots/, otree.json (oTree's data)
forms/sessions/...                    sessions that were played only to check forms
botex.json, report.html               made at the end from the files above
../live.html                          of the newest run, while it lasts (--botex-live)
otree_bots/                           what the author's own bots came to (--botex-otree-bots)
lines/, .coverage                     which lines ran (--botex-cov): as each server left it, and put together

The dot keeps pytest from looking for tests in the copies of the project that runs leave there, and `__temp` is the mark of what
`otree zip` leaves out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botex_pytest.errors import RunFolderError
from botex_pytest.redact import Redactor
from botex_pytest.waiting import WaitTimeout, wait_until

_RUN = re.compile(r"run-(\d{4,})")
_IGNORE_ALL = "*\n"
_CLAIM_SECONDS = 20.0
_STILL_RUNNING = 15 * 60  # seconds without a new file after which a run that has not ended counts as killed


class RunFolder:
    """One run on disk. Everything that is written into it as text passes through `redact`; whole files replace the old ones in
    one step."""

    def __init__(self, path: Path, redact: Redactor | None = None) -> None:
        self.path = path
        self.redact = redact or Redactor()
        self.info_file = path / "run.json"
        self.database = path / "botex.json"
        self.report = path / "report.html"

    @classmethod
    def new(cls, base: Path, keep: int = 10, redact: Redactor | None = None) -> RunFolder:
        """Makes the next `run-NNNN` in `base` (made if need be) and deletes all but the newest `keep` runs.

        Safe when several processes ask at once. Raises `RunFolderError` when the folder cannot be written.
        """
        try:
            cls.make_base(base)
            run = cls(_make_next(base), redact)
            _ignore(run.path)
            (run.path / "sessions").mkdir()
        except OSError as error:
            raise RunFolderError.cannot_create(base, error) from error
        _prune(base, keep, spare=run.path)
        return run

    @staticmethod
    def make_base(base: Path) -> None:
        """The folder of all runs, which git leaves alone. Raises `OSError`."""
        base.mkdir(parents=True, exist_ok=True)
        _ignore(base)

    @classmethod
    def shared(
        cls, base: Path, name: str, start: Callable[[], dict[str, Any]], keep: int = 10, redact: Redactor | None = None
    ) -> RunFolder:
        """The run that several processes know as `name`: made, with `start()` as its run.json, by the first that asks.

        Raises `RunFolderError` when nobody can make it.
        """
        claim = _claim(base, name)
        try:
            base.mkdir(parents=True, exist_ok=True)
            claim.touch(exist_ok=False)
        except FileExistsError:
            return cls(base / _claimed(claim), redact)
        except OSError as error:
            raise RunFolderError.cannot_create(base, error) from error
        try:
            run = cls.new(base, keep, redact)
            run.write_info(start())
        except BaseException:
            claim.unlink(missing_ok=True)  # whoever waits for it is told at once, and nobody takes it for a run
            raise
        claim.write_text(run.name, encoding="utf-8")
        return run

    @staticmethod
    def is_shared(base: Path, name: str) -> bool:
        return _claim(base, name).is_file()

    @staticmethod
    def unshare(base: Path, name: str) -> None:
        """Called when all who share the run are done."""
        _claim(base, name).unlink(missing_ok=True)

    @classmethod
    def open(cls, path: Path, redact: Redactor | None = None) -> RunFolder:
        """The run at `path`. Raises `RunFolderError` when there is none."""
        run = cls(path, redact)
        if not run.info_file.is_file():
            raise RunFolderError.no_run(path)
        return run

    @property
    def name(self) -> str:
        return self.path.name

    def info(self) -> dict[str, Any]:
        """What `run.json` says; empty when it is missing or torn."""
        return read_json(self.info_file)

    def write_info(self, info: dict[str, Any]) -> None:
        write_json(self.info_file, self.redact.data(info))

    def update_info(self, **changes: Any) -> None:
        """Adds or replaces entries of `run.json`. For one process: the last of two at the same time wins."""
        self.write_info({**self.info(), **changes})

    def session_folder(self, config: str, variant: str = "") -> Path:
        """Makes the folder of the next play of this config and variant; safe with several processes."""
        parent = self.path / "sessions"
        parent.mkdir(exist_ok=True)
        stem = "-".join(slug(part) for part in (config, variant) if part)
        play = 1
        while True:
            folder = parent / f"{stem}-{play}"
            try:
                folder.mkdir()
                return folder
            except FileExistsError:
                play += 1

    def is_newest(self) -> bool:
        """Whether no other run of the project has begun since; costs a look at the names of all runs."""
        own = _RUN.fullmatch(self.name)
        return own is None or int(own[1]) == max(_runs(self.path.parent), default=int(own[1]))

    def sessions(self) -> list[Path]:
        """The folders of the plays, in the order in which they began."""
        folders = [f for f in (self.path / "sessions").glob("*") if f.is_dir()]
        return sorted(folders, key=lambda f: (_began(f), f.name, play_number(f)))


def _claimed(claim: Path) -> str:
    """The run's name, as soon as the process that makes it has made it."""
    try:
        return wait_until(claim.read_text, _CLAIM_SECONDS, "another worker makes the run folder")
    except WaitTimeout as error:
        raise RunFolderError.cannot_create(claim.parent, OSError(str(error))) from None
    except OSError as error:  # it could not
        raise RunFolderError.cannot_create(claim.parent, error) from error


def _claim(base: Path, name: str) -> Path:
    return base / f".{slug(name)}"


def play_number(folder: Path) -> int:
    """Which play of its config a session folder holds, from 1."""
    number = folder.name.rpartition("-")[2]
    return int(number) if number.isdecimal() else 1


def slug(name: str) -> str:
    """`name` as a part of a file name: legal on every system, and different for different names.

    Lower-case ASCII names of letters, digits and underscores stay as they are. Any other name gets a hash of itself
    appended, after a `+` that no plain name has; no slug has the `-` that separates the parts of a folder's name.
    """
    if re.fullmatch(r"[a-z0-9_]{1,40}", name):
        return name
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "_", ascii_name.lower()).strip("_")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{readable}+{digest}"


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when the file is missing or its writer was killed."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def write_json(path: Path, data: Any) -> None:
    write_whole(path, json.dumps(data, indent=1))


def write_whole(path: Path, text: str) -> None:
    """Readers see the old file or the new one, never a part: written beside it and moved over it."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    # A config may be named with half a surrogate pair: no file can hold that, and no report may fail over it.
    beside.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    beside.replace(path)


def _ignore(folder: Path) -> None:
    file = folder / ".gitignore"
    if not file.exists():
        file.write_text(_IGNORE_ALL, encoding="utf-8")


def _make_next(base: Path) -> Path:
    number = max(_runs(base), default=0)
    while True:
        number += 1
        try:
            path = base / f"run-{number:04}"
            path.mkdir()
            return path
        except FileExistsError:
            continue


def _runs(base: Path) -> dict[int, Path]:
    """Run folders by number; also what only looks like one, since its number is taken."""
    return {int(m[1]): p for p in base.iterdir() if (m := _RUN.fullmatch(p.name))}


def _prune(base: Path, keep: int, spare: Path) -> None:
    ours = [path for _, path in sorted(_runs(base).items()) if _is_ours(path)]
    for path in ours[: -max(keep, 1)]:
        if path != spare and not _may_be_running(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_ours(path: Path) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    ignore = path / ".gitignore"
    return (path / "run.json").is_file() or (ignore.is_file() and ignore.read_text(errors="replace") == _IGNORE_ALL)


def _may_be_running(path: Path) -> bool:
    """Another pytest may be playing in the same project right now; its files are not ours to delete."""
    if read_json(path / "run.json").get("ended"):
        return False
    touched = [f.stat().st_mtime for f in (path, *path.glob("*"), *path.glob("sessions/*"), *path.glob("sessions/*/*.jsonl"))]
    return time.time() - max(touched) < _STILL_RUNNING


def _began(folder: Path) -> float:
    started = read_json(folder / "session.json").get("started")
    return float(started) if isinstance(started, int | float) else folder.stat().st_mtime
