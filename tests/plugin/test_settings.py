"""Settings as pytest itself reads them."""

from __future__ import annotations

import subprocess
import sys

import pytest

PLUGIN = (
    "import os\nfrom botex_pytest import option_parsers\n\ndef pytest_addoption(parser):\n    option_parsers.register(parser)\n"
)


def test_options_import_only_the_standard_library():
    code = (
        "import sys, botex_pytest.options\nprint([m for m in sys.modules if m in ('pytest', 'selenium', 'requests', 'tinydb')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def registered(pytester):
    """A project whose conftest declares our settings (the plugin itself is left out) and prints what came of them."""
    pytester.makeconftest(
        PLUGIN
        + "def pytest_configure(config):\n"
        + "    from botex_pytest import option_parsers\n"
        + "    from botex_pytest.config import Config\n"
        + "    ini = option_parsers.ini_values(config.getini)\n"
        + "    loaded = Config.load(vars(config.option), ini, os.environ, root=config.rootpath)\n"
        + "    print('|'.join(loaded.header_lines()))\n"
    )
    return pytester


def test_pytest_reads_command_line_environment_and_ini(registered, monkeypatch):
    registered.makeini("[pytest]\nbotex_seed = 5\nbotex_headed = true\nbotex_config =\n    a\n    b\nbotex_model = min\n")
    monkeypatch.setenv("BOTEX_SEED", "6")
    output = registered.runpytest_subprocess("-p", "no:botex", "--botex-model", "max", "--co", "-q").stdout.str()
    assert "botex_config: a,b (ini)|botex_model: max (command line)|botex_seed: 6 (BOTEX_SEED)|botex_headed: on (ini)" in output


def test_pytests_help_lists_the_group(registered):
    output = registered.runpytest_subprocess("-p", "no:botex", "--help").stdout.str()
    assert "oTree experiments played by bots" in output
    assert "--no-botex-headed" in output
