"""Cases as Allure's results: https://allurereport.org/docs/how-it-works-test-result-file/. The only module that knows Allure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botex_pytest.errors import RunFolderError
from botex_pytest.report.case import STATUS, Case, Cases, CaseStep
from botex_pytest.report.items import Item
from botex_pytest.report.shots import TYPES

if TYPE_CHECKING:
    from allure_commons.model2 import TestResult
    from allure_commons.reporter import AllureReporter

_OUTCOMES = {"passed": "passed", "skipped": "skipped", "failed": "failed", "error": "failed"}
_SUITES = ("parentSuite", "suite", "subSuite")


def tell(case: Case, reporter: AllureReporter, test: TestResult, *, named: bool = True) -> None:
    """Puts `case` into `test`, which `reporter` has open. `named`: with its title and suites, which a test of the user's has.

    No parameter counts for the history: that hangs on the item's name alone, whoever plays with whatever seed.
    """
    from allure_commons.model2 import Label, Parameter

    if named:
        test.name = _text(case.title)
        test.labels[:] = [label for label in test.labels if label.name not in _SUITES]
        test.labels += [Label(name, _text(suite)) for name, suite in zip(_SUITES, case.suites, strict=True)]
    test.description = _text(case.description) or test.description
    test.labels += [Label(name, _text(value)) for name, value in case.labels]
    test.parameters += [Parameter(name, _text(value), excluded=True) for name, value in case.parameters.items()]
    for step in case.steps:
        _step(step, reporter, test.uuid)
    if case.transcript:
        _attach(reporter, test.uuid, "transcript", case.transcript)


def settle(test: TestResult, status: str) -> None:
    """Says by a tag what `test` came to in our word (`judging.Judgement.status`, empty for none). What is no fault of the study
    is what Allure calls broken, and not failed; it has a mark of its own for what is flaky."""
    from allure_commons.model2 import Label, Status

    if status:
        test.labels.append(Label("tag", status))
    if test.status == Status.FAILED and STATUS.get(status, "failed") != "failed":  # type: ignore[call-overload]
        test.status = Status.BROKEN
    if test.statusDetails:
        test.statusDetails.flaky = status == "flaky" or None
        test.statusDetails.message, test.statusDetails.trace = map(_text, (test.statusDetails.message, test.statusDetails.trace))


def _step(step: CaseStep, reporter: AllureReporter, parent: str) -> None:
    from allure_commons.model2 import Parameter, StatusDetails, TestStepResult
    from allure_commons.utils import uuid4

    uuid = uuid4()
    made = TestStepResult(name=_text(step.name), status=step.status, start=_millis(step.start), stop=_millis(step.stop))
    made.parameters = [Parameter(_text(name), _text(value)) for name, value in (step.parameters or {}).items()]
    if step.message:
        made.statusDetails = StatusDetails(message=_text(step.message), trace=_text(step.detail) or None)
    reporter.start_step(parent, uuid, made)
    for inner in step.steps:
        _step(inner, reporter, uuid)
    if step.shot:
        suffix = step.shot.suffix
        reporter.attach_file(
            uuid4(), str(step.shot), name="screenshot", attachment_type=TYPES[suffix], extension=suffix[1:], parent_uuid=uuid
        )
    reporter.stop_step(uuid)


def _attach(reporter: AllureReporter, parent: str, name: str, text: str) -> None:
    from allure_commons.types import AttachmentType
    from allure_commons.utils import uuid4

    reporter.attach_data(uuid4(), _text(text), name=name, attachment_type=AttachmentType.TEXT, parent_uuid=parent)


def write_results(items: Iterable[Item], cases: Cases, info: Mapping[str, Any], folder: Path) -> int:
    """Allure's results of a run that is over, written into `folder` (made if need be); returns how many.

    An item has the name and the history that it has in a run with --alluredir. Raises `RunFolderError` without Allure.
    """
    try:
        from allure_commons import plugin_manager
        from allure_commons.logger import AllureFileLogger
        from allure_commons.model2 import Label, StatusDetails, TestResult
        from allure_commons.reporter import AllureReporter
        from allure_commons.utils import md5, uuid4
    except ImportError:
        raise RunFolderError.needs_allure() from None

    reporter, logger, count = AllureReporter(), AllureFileLogger(str(folder)), 0
    plugin_manager.register(logger)
    try:
        for item in items:
            full, result = _text(item.full_name), item.plays[-1]
            test = TestResult(uuid=uuid4(), fullName=full, historyId=md5(full), testCaseId=md5(full))
            test.titlePath, test.status = [*map(_text, item.path)], _OUTCOMES[item.judgement.outcome]
            test.start, test.stop = _millis(item.plays[0].started), _millis(result.started + result.seconds)
            if item.judgement.text:
                test.statusDetails = StatusDetails(message=item.judgement.text.splitlines()[0], trace=item.judgement.text)
            test.labels = [Label("framework", "pytest"), Label("language", "python")]
            settle(test, item.judgement.status)
            reporter.schedule_test(test.uuid, test)
            tell(cases.of(item.plays, item.number), reporter, test)
            reporter.close_test(test.uuid)
            count += 1
    finally:
        plugin_manager.unregister(logger)
    write_environment(info, folder)
    return count


def write_environment(info: Mapping[str, Any], folder: Path) -> None:
    """What Allure shows beside the results; left alone where somebody has written it before."""
    file = folder / "environment.properties"
    known = {"oTree": "otree_version", "botex": "version", "model": "model", "seed": "seed"}
    if folder.is_dir() and not file.exists():
        lines = (f"{name}={info[key]}" for name, key in known.items() if info.get(key) not in (None, ""))
        file.write_text("\n".join([*lines, ""]).replace("\\", "\\\\"), encoding="utf-8")


def _millis(seconds: float) -> int | None:
    return round(seconds * 1000) if seconds else None


def _text(said: str | None) -> str:
    """What can be written: pages can hold half a surrogate pair, over which Allure would end the run."""
    return (said or "").encode("utf-8", errors="replace").decode()
