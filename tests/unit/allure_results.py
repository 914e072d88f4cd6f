"""Allure's results as Allure reads them: its own model, which refuses what it does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from allure_commons.model2 import Attachment, Label, Link, Parameter, StatusDetails, TestResult, TestStepResult

_PARTS = {"steps": TestStepResult, "attachments": Attachment, "parameters": Parameter, "labels": Label, "links": Link}


def read_results(folder: Path) -> dict[str, TestResult]:
    """By title; files that are named as attachments must be there."""
    results = [_model(TestResult, json.loads(path.read_text("utf-8"))) for path in folder.glob("*-result.json")]
    for attached in (a for result in results for part in everything(result) for a in part.attachments):
        assert (folder / attached.source).stat().st_size > 0
    found = {result.name: result for result in results}
    assert len(found) == len(results)
    return found


def everything(part: Any) -> Iterator[Any]:
    """A result or step, and all steps within."""
    yield part
    for step in part.steps:
        yield from everything(step)


def labels(result: TestResult, name: str) -> list[str]:
    return [label.value for label in result.labels if label.name == name]


def _model(kind: Any, data: dict[str, Any]) -> Any:
    parts = {name: [_model(_PARTS[name], part) for part in data[name]] for name in _PARTS.keys() & data.keys()}
    details = {"statusDetails": StatusDetails(**data["statusDetails"])} if data.get("statusDetails") else {}
    return kind(**{**data, **parts, **details})
