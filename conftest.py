"""Repository-wide test configuration: pytester is only allowed at the root."""

import signal

pytest_plugins = ["pytester"]

# A shell ignores Ctrl-C for what it starts in the background, and children inherit that: tests that interrupt a run would hang.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
