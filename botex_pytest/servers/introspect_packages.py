"""The part of `introspect_helper.py` that says where imported modules come from. Runs under oTree's Python as well."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path


def describe_packages() -> dict[str, list[str]]:
    """Every loaded module that was installed -> the distributions that bring it, themselves or by what they require;
    nothing where the project has no requirements.txt."""
    metadata = import_module("importlib.metadata")
    if not hasattr(metadata, "packages_distributions") or not Path("requirements.txt").exists():  # the former before Python 3.10
        return {}
    needed_by: dict[str, list[str]] = {}
    for distribution in metadata.distributions():
        for requirement in (line for line in distribution.requires or [] if "extra ==" not in line):
            needed = canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])
            needed_by.setdefault(needed, []).append(canonical(distribution.metadata["Name"]))
    found = metadata.packages_distributions()
    brought = {}
    for module in {name.partition(".")[0] for name in sys.modules} & set(found):
        brought[module] = [canonical(name) for name in found[module]]
        for name in brought[module]:  # grows while it is read
            brought[module] += [other for other in needed_by.get(name, []) if other not in brought[module]]
    return brought


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
