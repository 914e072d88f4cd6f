"""Unit tests: no process, no browser. Random examples are the same in every run."""

from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-every-time")
