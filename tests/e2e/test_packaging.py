"""What is shipped can be installed, in the ways people do it, and finds its templates. Needs the package registry."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
OTREE = "otree==6.0.15"
SECONDS = 600
TEMPLATES = "from botex_pytest.templates_dir import templates_dir as find; print(find('report'))"


def run(*command, cwd, **env):
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "BOTEX", "PYTHONPATH"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**clean, **env},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout.strip()


def python(version):
    """That Python, from the PATH or pyenv; where there is none, the one that runs the tests."""
    in_path = shutil.which(f"python{version}")
    found = [*([in_path] if in_path else []), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
    usable = (p for p in found if not subprocess.run([p, "-c", "import ensurepip"], capture_output=True, check=False).returncode)
    return next(usable, sys.executable)


class Environment:
    """A virtual environment of its own, with `requirements` from one call of pip."""

    def __init__(self, folder, *requirements, python=sys.executable):
        self.folder = folder
        run(python, "-m", "venv", folder, cwd=folder.parent)
        self.python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
        if requirements:
            self.pip("install", "--quiet", *requirements)

    def pip(self, *arguments):
        return run(self.python, "-m", "pip", *arguments, cwd=self.folder)

    def __call__(self, code, cwd=None):
        return run(self.python, "-c", code, cwd=cwd or self.folder)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """Folder with the source distribution and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, REPOSITORY, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(shipped):
    return next(shipped.glob("*.whl"))


@pytest.fixture(scope="module")
def joint(wheel, tmp_path_factory):
    """One environment for both: our core and oTree, whose pins are years old, under the newest Python."""
    return Environment(tmp_path_factory.mktemp("joint") / "venv", wheel, OTREE, python=python("3.13"))


@pytest.fixture(scope="module")
def alone(wheel, tmp_path_factory):
    """An environment with our core and nothing else."""
    return Environment(tmp_path_factory.mktemp("alone") / "venv", wheel)


def copy_of(example, folder):
    study = shutil.copytree(REPOSITORY / "examples" / example, folder / "study", ignore=shutil.ignore_patterns(".*"))
    (study / "_static").mkdir(exist_ok=True)
    return study


def floors():
    """Every requirement of the core, and of the extra `allure`, at the lowest version that pyproject.toml allows."""
    text = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    listed = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    extra = re.search(r"^allure = \[(.*)\]$", text, re.MULTILINE)
    assert listed
    assert extra
    lines = re.findall(r'"([^"]+)"', listed[1] + extra[1])
    assert all(">=" in line for line in lines)
    return [line.replace(">=", "==", 1) for line in lines]


def test_the_wheel_holds_the_package_and_its_templates_only(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}
    assert {folder for folder in folders if not folder.endswith(".dist-info")} == {"botex_pytest"}
    assert any(name.startswith("botex_pytest/templates/report/") for name in names)
    sources = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "botex_pytest").rglob("*.py")}
    scripts = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "botex_pytest").rglob("*.js")}
    assert sources | scripts <= set(names)


def test_the_wheel_and_otree_resolve_in_one_call(joint):
    assert joint.pip("check") == "No broken requirements found."
    assert joint("import jinja2, otree; print(jinja2.__version__, otree.__version__)").startswith("2.11")
    assert "templates" in joint(TEMPLATES)
    loaded = run(joint.python, "-m", "pytest", "--trace-config", "--version", "--version", cwd=joint.folder)
    assert "botex-pytest" in loaded


def test_the_newest_python_plays(joint, tmp_path):
    played = run(joint.python, "-m", "pytest", "--botex", "--botex-driver", "http", cwd=copy_of("trust", tmp_path))
    assert "trust: 2 of 2 finished" in played


def test_the_source_distribution_finds_its_templates(shipped, tmp_path):
    source = next(shipped.glob("*.tar.gz"))
    found = Environment(tmp_path / "venv", "--no-deps", source)(TEMPLATES)
    assert found.endswith(os.path.join("site-packages", "botex_pytest", "templates", "report"))


def test_an_editable_install_finds_the_templates_of_the_checkout(tmp_path):
    found = Environment(tmp_path / "venv", "--no-deps", "--editable", REPOSITORY)(TEMPLATES)
    assert found == str(REPOSITORY / "templates" / "report")


def test_bots_here_and_otree_in_the_projects_own_environment(alone, tmp_path):
    project = tmp_path / "study"
    project.mkdir()
    (project / "settings.py").write_text("SESSION_CONFIGS = []\n")
    Environment(project / ".venv", OTREE)
    assert alone("import jinja2; print(jinja2.__version__ >= '3')") == "True"
    code = (
        "import importlib.util, sys; from pathlib import Path\n"
        "from botex_pytest.servers.project import Project\n"
        "assert importlib.util.find_spec('otree') is None\n"
        "found = Project.at(Path.cwd()).interpreter()\n"
        "print(found.otree_version, found.python)"
    )
    version, python = alone(code, cwd=project).split(" ", 1)
    assert version == "6.0.15"
    assert Path(python).is_relative_to(project / ".venv")


def test_the_llm_extra_resolves_beside_the_core(alone, wheel):
    planned = alone.pip("install", "--dry-run", f"botex-pytest[llm] @ {wheel.as_uri()}")
    assert "litellm" in planned


def test_the_lowest_versions_that_are_allowed_pass_the_fast_tests(wheel, tmp_path):
    lowest = Environment(tmp_path / "venv", wheel, OTREE, *floors(), "hypothesis", python=python("3.10"))
    versions = lowest("import pytest, selenium; print(pytest.__version__, selenium.__version__)")
    assert f"pytest=={versions.split()[0].removesuffix('.0')}" in floors()
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert "passed" in run(lowest.python, *command, "tests/unit", cwd=REPOSITORY, PYTHONDONTWRITEBYTECODE="1")
    assert "trust: 2 of 2 finished" in run(lowest.python, *command, "--botex", cwd=copy_of("trust", tmp_path))
