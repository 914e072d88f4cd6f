"""Templates, static files and form fields that pages name, looked up where oTree would look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from botex_pytest.checks.base import Scope
from botex_pytest.checks.page_templates import PageTemplates
from botex_pytest.checks.template_reader import exactly, lines_shown
from botex_pytest.results import Finding

_OTREES_TEMPLATES = ("global/", "otree/")
_OTREES_FILES = ("otree/", "bootstrap5/", "bootstrap/", "glyphicons/", "favicon.ico", "robots.txt")
_RAW_STATIC = re.compile(r"""\b(?:src|href|poster)\s*=\s*(["'])/static/([^"'{}?#\s]+)(?=\1|[?#])""")
"""None that a script or a template puts together, such as `/static/${name}.png`."""


def missing_templates(scope: Scope, templates: PageTemplates) -> Iterator[Finding]:
    """Pages without their template, and templates that include one which is not there."""
    for where, page in scope.pages:
        name = page.template_name
        found, other = templates.find(name)
        if name and not found and not name.startswith(_OTREES_TEMPLATES):
            never = page.conditional and not page.condition_names  # `return False`: a page that was taken out
            what = f"{where} needs the template {name}"
            yield _missing(scope, where, "missing-template", what, name, other, (page.file, page.line), sure=not never)
    for use in templates.uses:
        name = use.included
        found, other = templates.find(name)
        if name and not found and not name.startswith(_OTREES_TEMPLATES):
            what = f"{use.template} includes the template {name}"
            yield _missing(scope, use.where, "missing-template", what, name, other, (use.template, use.tag.line), sure=use.sure)


def static_files(scope: Scope, templates: PageTemplates) -> Iterator[Finding]:
    """Files that templates name by `static` (without one, oTree answers with an error), or by their address."""
    for use in templates.uses:
        if use.tag.keyword == "static" and use.tag.literal:
            yield from _static(scope, use.where, use.tag.literal, use.template, use.tag.line, sure=use.sure)
    for template, where in templates.rendered.items():
        for line, text in lines_shown(scope.project / template):
            for _, path in _RAW_STATIC.findall(text):
                yield from _static(scope, where, path, template, line, sure=False)


def _static(scope: Scope, where: str, path: str, template: str, line: int, *, sure: bool) -> Iterator[Finding]:
    if path.startswith(_OTREES_FILES):
        return
    others = []
    for folder in ("_static", *(f"{app.folder}/static" for app in scope.info.apps)):
        found, other = exactly(scope.project / folder, path)
        if found:
            return
        others += [f"{folder}/{other}"] if other else []
    what = f"{template} needs the file _static/{path}"
    yield _missing(scope, where, "missing-file", what, path, next(iter(others), ""), (template, line), sure=sure)


def missing_fields(scope: Scope, templates: PageTemplates) -> Iterator[Finding]:
    """Fields of a form that the model does not have, and fields of a template that the page's form does not have."""
    for where, page in scope.pages:
        for field in page.fields if not page.dynamic_fields else ():
            if field.type == "missing":
                why = f"the {field.model} has no such field" if field.model else "the page has no form_model"
                what = f"form_fields names {field.name}, but {why}"
                yield _no_field(scope, where, field.name, what, (page.file, page.line), sure=True)
    for use in templates.uses:
        page, name = use.page, use.tag.literal
        known = page.dynamic_fields or page.wait or name in {f.name for f in page.fields}
        if use.tag.keyword == "formfield" and name and not known:
            what = f"its template asks for the form field {name}, which is not in form_fields"
            yield _no_field(scope, use.where, name, what, (use.template, use.tag.line), sure=use.sure)


def _missing(
    scope: Scope, where: str, check: str, what: str, name: str, other: str, place: tuple[str, int], *, sure: bool
) -> Finding:
    works_here = bool(other) and (scope.project / f"{other[: -len(name)]}{name}").exists()  # letters do not count here
    title, advice = f"{what}, which is not there", f"Create it, or correct its name in {place[0]}."
    if other:
        title += f"; there is {other}"
        advice = f"Rename {other} to {Path(name).name}: servers tell upper and lower case apart."
    return Finding(
        check,
        "broken" if sure and not works_here else "review",
        title,
        scope.config,
        f"{check}|{place[0]}|{name}",
        where=where,
        advice=advice,
        file=place[0],
        line=place[1],
    )


def _no_field(scope: Scope, where: str, name: str, what: str, place: tuple[str, int], *, sure: bool) -> Finding:
    return Finding(
        "missing-field",
        "broken" if sure else "review",
        f"{where}: {what}",
        scope.config,
        f"missing-field|{where}|{name}",
        where=where,
        advice="Correct the name, or add the field to the model and to form_fields.",
        file=place[0],
        line=place[1],
    )
