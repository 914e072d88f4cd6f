"""What can go wrong between the processes of a run."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from botex_pytest.errors import BotexError

_AT_HAND = [
    ("see whether it can be reached by hand", "ssh user@host /path/to/python --version"),
    ("name a Python of version 3.10 to 3.13", "--tx ssh=user@host//python=/path/to/python"),
]


class WorkerError(BotexError):
    """A worker of pytest-xdist has ended, says nothing, or cannot take part. `worker`: its name and, if not here, where it is."""

    @classmethod
    def silent(cls, session: str, cause: str) -> WorkerError:
        return cls(
            f"The worker that plays {session} does not answer any more.",
            cause=f"the workers of this run have lost touch: {cause}.",
            remedies=[("run again; if it happens again, check memory", "free -m; dmesg | tail"), ("start fewer workers", "-n 1")],
        )

    @classmethod
    def crashed(cls, worker: str, session: str) -> WorkerError:
        return cls(
            f"Worker {worker} has ended in the middle of {session}.",
            cause="something outside of it ended the process: the system when memory runs out, or somebody. Of its items "
            "only this one is lost; another worker sees to the others.",
            remedies=[
                ("see whether memory ran out", "free -m; dmesg | tail"),
                ("start fewer workers", "-n 1"),
            ],
        )

    @classmethod
    def not_started(cls, workers: Sequence[str], cause: str) -> WorkerError:
        """`workers`: those that may not have started, as they are named after --tx."""
        return cls(
            "A worker could not be started; nothing was played.",
            cause=f"{' or '.join(workers)} cannot be reached, or has no such Python ({cause}).",
            remedies=_AT_HAND,
        )

    @classmethod
    def no_answer(cls, worker: str, cause: str) -> WorkerError:
        return cls(
            f"Worker {worker} does not say whether it can play.",
            cause=f"{cause.splitlines()[-1]}.",
            remedies=_AT_HAND,
        )

    @classmethod
    def other_version(cls, worker: str, host: str, version: str, ours: str) -> WorkerError:
        return cls(
            f"Worker {worker} cannot play.",
            cause=f"its Python on {host} has {f'botex-pytest {version}' if version else 'no botex-pytest'}; here is {ours}.",
            remedies=[
                ("install the same there", f"python -m pip install botex-pytest=={ours}"),
                ("name the Python that has it", "--tx ssh=user@host//python=/path/to/python"),
            ],
        )

    @classmethod
    def does_not_see(cls, worker: str, host: str, folder: str) -> WorkerError:
        return cls(
            f"Worker {worker} cannot play.",
            cause=f"{host} has no folder {folder}; all workers read the project and write the run at the same paths.",
            remedies=[
                ("share that folder, for instance by", f"sshfs {socket.gethostname()}:{folder} {folder}"),
                ("or take only the browsers from there", f"--botex-grid http://{host}:4444"),
                ("or play some of the sessions there by itself", "pytest --botex --botex-config NAME"),
            ],
        )

    @classmethod
    def far_from_llamacpp(cls, worker: str, host: str) -> WorkerError:
        return cls(
            f"Worker {worker} cannot ask llama.cpp.",
            cause=f"the one that a run starts listens on its own machine only, and {host} is another.",
            remedies=[
                ("start one, and lead its port to both machines", "ssh -N -L 8080:127.0.0.1:8080 user@gpu"),
                ("and name it", "--botex-llamacpp-url http://127.0.0.1:8080"),
            ],
        )
