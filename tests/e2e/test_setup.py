"""The scripts that set up a machine, on machines that lack something."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for Debian")


class Machine:
    """A PATH with bash, a few tools and what a test puts there; whoever works on it is `user`."""

    def __init__(self, folder, user):
        self.bin, self.log = folder / "bin", folder / "log"
        self.bin.mkdir()
        for tool in ("bash", "dirname", "env", "cat", "true"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.has("id", f"echo {user}")

    def has(self, name, script):
        (self.bin / name).write_text(f"#!{self.bin}/bash\n{script}\n")
        (self.bin / name).chmod(0o755)

    def run(self, script, *arguments):
        command = [str(self.bin / "bash"), str(REPOSITORY / ".ci" / script), *map(str, arguments)]
        return subprocess.run(command, env={"PATH": str(self.bin)}, capture_output=True, text=True, timeout=60, check=False)

    def installed(self):
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def root(tmp_path):
    """root on a Debian machine."""
    machine = Machine(tmp_path, user=0)
    machine.has("apt-get", f'echo "$*" >> {machine.log}')
    return machine


@pytest.fixture
def guest(tmp_path):
    """A Debian machine on which we may install nothing."""
    machine = Machine(tmp_path, user=1000)
    machine.has("apt-get", f'echo "$*" >> {machine.log}')
    machine.has("sudo", "exit 1")
    return machine


def test_who_may_install_does(root):
    done = root.run("debian", "Chrome", "chromium", "chromium-driver")
    assert done.returncode == 0
    assert root.installed() == ["-qq update", "-qq install --yes --no-install-recommends chromium chromium-driver"]


def test_who_has_sudo_without_password_may_install(guest):
    guest.has("sudo", 'shift; exec "$@"')
    assert guest.run("debian", "Chrome", "chromium").returncode == 0
    assert guest.installed()[-1].endswith("chromium")


def test_who_may_not_is_told_what_to_install(guest):
    done = guest.run("debian", "Chrome", "chromium", "chromium-driver")
    assert done.returncode == 1
    assert done.stderr == (
        "Chrome is missing and cannot be installed from here. On Debian or Ubuntu, install it by:\n"
        "    sudo apt-get install chromium chromium-driver\n"
        "and repeat the command.\n"
    )
    assert guest.installed() == []


def test_a_machine_without_apt_is_told_too(tmp_path):
    assert Machine(tmp_path, user=0).run("debian", "Chrome", "chromium").returncode == 1


def test_a_python_that_is_too_old_is_named(guest, tmp_path):
    guest.has("python3", 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')
    done = guest.run("venv", "python3", tmp_path / "venv")
    assert done.returncode == 1
    assert done.stderr == "Python 3.9.2 is not supported. Name a Python from 3.10 to 3.13, for instance: make PYTHON=python3.12\n"


def test_a_python_without_venv_needs_debians_package(guest, tmp_path):
    guest.has("python3", 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac')
    done = guest.run("venv", "python3", tmp_path / "venv")
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr


def test_chrome_is_installed_when_none_is_found(root):
    root.has("python", f"cat >/dev/null; [ -e {root.log} ] || exit 1")
    done = root.run("chrome", "python")
    assert done.returncode == 0
    assert root.installed()[-1].endswith("chromium chromium-driver")


def test_a_chrome_that_is_found_is_left_alone(root):
    root.has("python", "cat >/dev/null")
    assert root.run("chrome", "python").returncode == 0
    assert root.installed() == []


def test_make_alone_is_the_manual():
    # in a `make test`, make would take this for a part of itself and say where it goes
    env = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    done = subprocess.run(["make"], cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=60, check=True)
    targets = [line.split()[0] for line in done.stdout.splitlines()]
    assert targets == ["help", "demo", "test", "lint", "docs", "bench", "bugs", "mutants", "clean"]
