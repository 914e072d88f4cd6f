"""Run by oTree's own interpreter (Python 3.8 or later, oTree 5.11 or later) in a copy of a project: plays one case of the
author's own bots, as `otree test CONFIG` plays all of them.

`python bots_helper.py CONFIG CASE`. Ends with 0 when the case passed; else the traceback is the last in the log.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def main() -> None:
    config, case = sys.argv[1], int(sys.argv[2])
    # Beside this file lie modules of ours whose names a project or oTree itself uses: project, otree.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    os.environ["OTREE_IN_MEMORY"] = "1"
    sys.argv[:] = ["otree", "bots", config]
    import_module("otree.main").setup()
    runner: Any = import_module("otree.bots.runner")
    configs = import_module("otree.session").SESSION_CONFIGS_DICT
    run_bots = runner.run_bots
    type(configs[config]).get_num_bot_cases = lambda _config: 1
    runner.run_bots = lambda session_id, case_number: run_bots(session_id, case_number=case)  # which is 0, the only one
    import_module("otree.cli.base").call_command("bots", config)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # threads that the project started at import must not keep us


if __name__ == "__main__":
    main()
