"""What a project consists of, asked of oTree itself under the project's own interpreter."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from botex_pytest.errors import ProjectError
from botex_pytest.plain import from_plain
from botex_pytest.project_info import ProjectInfo
from botex_pytest.servers import diagnosis
from botex_pytest.servers.own_bots import calls_live_methods, own_answers, own_cases
from botex_pytest.servers.process import Process
from botex_pytest.servers.project import Project
from botex_pytest.servers.treatments import treatments
from botex_pytest.waiting import WaitTimeout

HELPER = Path(__file__).with_name("introspect_helper.py")
SECONDS = 60.0


def introspect(project: Project, python: Path | None = None) -> ProjectInfo:
    """Configs, apps, pages and fields of `project`. Imports its code, in a copy that is deleted afterwards, in another process.

    Takes half a second for a small project. Raises `ProjectError` when there is no interpreter, or oTree cannot load the project.
    """
    interpreter = project.interpreter(python)
    with tempfile.TemporaryDirectory(prefix="botex-") as folder:
        work = Path(folder)
        out = work / "project.json"
        scratch = project.scratch_copy(work / "project")
        process = Process(
            [str(interpreter.python), str(HELPER), str(out)],
            log=work / "introspect.log",
            cwd=scratch.folder,
            env=interpreter.activate(project.environment()),
            name="introspection",
        )
        try:
            with process:
                process.wait(SECONDS)
        except (OSError, WaitTimeout) as error:
            raise ProjectError.cannot_import(project.root, str(error), process.log_tail(), ()) from None
        output = scratch.as_user_path(process.read_log())
        if process.exit_code != 0 or not out.exists():
            raise _error(project, interpreter.python, output, process.exit_code)
        return from_plain(ProjectInfo, _with_own_answers(json.loads(out.read_text("utf-8")), scratch.folder))


def _with_own_answers(found: dict[str, Any], root: Path) -> dict[str, Any]:
    """The helper knows the constants; what the author's bots answer with them, and which of them code gives to a field, is read
    from the source."""
    for app in found["apps"]:
        folder, constants = root / app["folder"], app.pop("constants")
        answers = own_answers(folder, constants)
        for page in app["pages"]:
            page["own_answers"] = answers.get(page["name"], [])
        app["own_cases"], app["own_live_calls"] = own_cases(folder), calls_live_methods(folder)
        app["roles"] = [v for name, v in constants.items() if name.endswith("_ROLE") and v and isinstance(v, str)]
        asked = {field["name"] for page in app["pages"] for field in page["fields"]}
        columns = {name for fields in app["columns"].values() for name in fields}
        app["treatments"] = treatments(folder, constants, {*columns, *found["participant_fields"]} - asked - {"payoff"})
    return found


def _error(project: Project, python: Path, output: str, code: int | None) -> ProjectError:
    found = diagnosis.diagnose(output, project.root, python)
    log = [line for line in output.splitlines() if line.strip()][-15:]
    cause = found.cause if found else (log[-1] if log else f"it ended with exit code {code}.")
    return ProjectError.cannot_import(project.root, cause, diagnosis.tail(found, log), found.remedies if found else ())
