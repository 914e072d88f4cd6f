"""Imports go the way docs/architecture.md says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "botex_pytest"
LAYERS = ("Ground", "Parts", "Stories", "Glue")  # nothing imports from a layer to its right
OWNERS = {
    "pytest": {"Glue"},
    "xdist": {"scheduling.py"},
    "requests": {
        "servers/otree_api.py",
        "servers/llamacpp_api.py",
        "models/llamacpp.py",
        "drivers/http.py",
        "drivers/http_tab.py",
    },
    "xllamacpp": {"servers/llamacpp_child.py"},
    "selectolax": {"drivers/html_tree.py"},
    "jinja2": {"report/html.py", "models/prompts.py"},
    "tinydb": {"store.py"},
    "allure_commons": {"report/allure.py"},
    "allure_pytest": set(),
    "selenium": {"drivers/chrome.py", "drivers/chrome_process.py", "drivers/grid.py"},
    "websocket": {"drivers/bidi.py", "drivers/http_release.py"},
    "psutil": {"servers/supervisor.py", "drivers/chrome_process.py"},
    "tomli": {"toml_text.py"},
    "coverage": {"servers/line_coverage.py"},
    "litellm": {"models/litellm.py"},
}
CATALOGUES = {"errors.py", "options.py"}  # one named constructor per cause: looked up, not read through
LONGEST = 300  # lines


def layers() -> dict[str, str]:
    """Module -> layer, from the page's headings and tables."""
    found, layer = {}, ""
    for line in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            layer = line[4:].partition(":")[0]
        elif line.startswith("| `"):
            found.update(dict.fromkeys(re.findall(r"`([\w/]+\.py)`", line), layer))
    return found


LAYER = layers()


def imports(module: str) -> Iterator[str]:
    """Everything a module imports, also within functions; our own by file."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            for name in (node.module, *names):
                file = "/".join(name.split(".")[1:]) + ".py"
                yield file if name.startswith("botex_pytest.") and file in LAYER else name


@pytest.mark.parametrize("module", LAYER)
def test_nothing_imports_upwards_or_sideways(module: str) -> None:
    for target in imports(module):
        if target not in LAYER:
            continue
        assert LAYERS.index(LAYER[target]) <= LAYERS.index(LAYER[module]), f"{module} imports {target}"
        if LAYER[target] == LAYER[module] == "Parts" and not target.endswith("/base.py"):
            assert Path(target).parent == Path(module).parent, f"{module} imports {target}"


@pytest.mark.parametrize("module", LAYER)
def test_every_heavy_library_has_one_owner(module: str) -> None:
    for target in imports(module):
        owners = OWNERS.get(target.partition(".")[0], {module})
        assert owners & {module, LAYER[module]}, f"{module} imports {target}"


@pytest.mark.parametrize("module", sorted(set(LAYER) - CATALOGUES))
def test_no_module_is_too_long_to_read(module: str) -> None:
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= LONGEST
