"""What can go wrong between the processes of a run."""

from __future__ import annotations

from botex_pytest.errors import BotexError


class WorkerError(BotexError):
    """A worker of pytest-xdist has ended, or says nothing."""

    @classmethod
    def silent(cls, session: str, cause: str) -> WorkerError:
        return cls(
            f"Nothing is heard any more of who plays {session}.",
            cause=f"the workers of this run have lost touch: {cause}.",
            remedies=[("run again; if it happens again, check memory", "free -m; dmesg | tail"), ("start fewer workers", "-n 1")],
        )

    @classmethod
    def crashed(cls, worker: str, session: str) -> WorkerError:
        return cls(
            f"Worker {worker} has ended in the middle of {session}.",
            cause="something outside of it ended the process: the system when memory runs out, or somebody. "
            "Of its items only this one is lost; another worker sees to the others.",
            remedies=[
                ("see whether memory ran out", "free -m; dmesg | tail"),
                ("start fewer workers", "-n 1"),
            ],
        )
