"""The items of a run in the format of JUnit, as pytest's own --junit-xml writes them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from botex_pytest.judging import properties
from botex_pytest.report.items import Item
from botex_pytest.run_folder import write_whole

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ELEMENTS = {"failed": "failure", "error": "error", "skipped": "skipped"}


def write_junit(items: Iterable[Item], file: Path) -> None:
    """Raises `OSError` where it cannot be written."""
    suite, counts = ET.Element("testsuite", name="pytest"), dict.fromkeys(("tests", "failed", "error", "skipped"), 0)
    seconds = 0.0
    for item in items:
        seconds += item.seconds
        names = {"classname": _text(item.classname), "name": _text(item.name)}
        case = ET.SubElement(suite, "testcase", {**names, "time": f"{item.seconds:.3f}"})
        told = ET.SubElement(case, "properties")
        for name, value in {"status": item.judgement.status, **properties(item.plays, item.number)}.items():
            ET.SubElement(told, "property", name=f"botex_{name}", value=_text(str(value)))
        counts["tests"] += 1
        outcome = item.judgement.outcome
        if outcome in _ELEMENTS:
            counts[outcome] += 1
            text = _text(item.judgement.text)
            ET.SubElement(case, _ELEMENTS[outcome], message=text.partition("\n")[0]).text = text
    suite.attrib |= {
        "errors": str(counts["error"]),
        "failures": str(counts["failed"]),
        "skipped": str(counts["skipped"]),
        "tests": str(counts["tests"]),
        "time": f"{seconds:.3f}",
    }
    root = ET.Element("testsuites", name="pytest tests")
    root.append(suite)
    write_whole(file, f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n')


def _text(said: str) -> str:
    """Without what no XML may hold, as pytest writes it."""
    return _NO_XML.sub(lambda found: f"#x{ord(found[0]):02X}", said)
