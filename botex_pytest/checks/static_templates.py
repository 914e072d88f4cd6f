"""Templates, static files and form fields that pages name, looked up where oTree would look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.checks.base import Scope
from botex_pytest.checks.template_reader import Tag, exactly, lines_shown, tags
from botex_pytest.project_info import PageInfo
from botex_pytest.results import Finding

_INCLUDES = ("include", "include_sibling", "extends")
_OTREES_TEMPLATES = ("global/", "otree/")
_OTREES_FILES = ("otree/", "bootstrap5/", "bootstrap/", "glyphicons/", "favicon.ico", "robots.txt")
_RAW_STATIC = re.compile(r"""\b(?:src|href|poster)\s*=\s*["']/static/([^"'{}?#\s]+)""")


@dataclass(frozen=True)
class Use:
    """A tag of a template that page `where` renders. `sure`: on every visit, as far as can be read."""

    where: str
    page: PageInfo
    template: str  # relative to the project
    tag: Tag
    sure: bool


def templates(scope: Scope) -> Iterator[Finding]:
    """Pages without their template, and templates that include one which is not there."""
    for where, page in scope.pages:
        name = page.template_name
        found, other = find_template(scope, name)
        if name and not found and not name.startswith(_OTREES_TEMPLATES):
            never = page.conditional and not page.condition_names  # `return False`: a page that was taken out
            yield _missing(scope, where, "missing-template", f"the template {name}", name, other, page.file, page.line, not never)
    for use in uses(scope):
        name = _included(use)
        if not name or name.startswith(_OTREES_TEMPLATES):
            continue
        found, other = find_template(scope, name)
        if not found:
            what = f"the template {name}, which {use.template} includes"
            yield _missing(scope, use.where, "missing-template", what, name, other, use.template, use.tag.line, use.sure)


def static_files(scope: Scope) -> Iterator[Finding]:
    """Files that templates name by `static` (without one, oTree answers with an error), or by their address."""
    for use in uses(scope):
        if use.tag.keyword == "static" and use.tag.literal:
            yield from _static(scope, use.where, use.tag.literal, use.template, use.tag.line, sure=use.sure)
    for where, template in sorted({(use_where, place) for use_where, place in rendered(scope)}):
        for line, text in lines_shown(scope.project / template):
            for path in _RAW_STATIC.findall(text):
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
    other = next(iter(others), "")
    yield _missing(scope, where, "missing-file", f"the file _static/{path}", path, other, template, line, sure)


def form_fields(scope: Scope) -> Iterator[Finding]:
    """Fields of a form that the model does not have, and fields of a template that the page's form does not have."""
    for where, page in scope.pages:
        for field in page.fields if not page.dynamic_fields else ():
            if field.type == "missing":
                what = f"the {field.model} has no such field" if field.model else "the page has no form_model"
                yield _no_field(scope, where, field.name, f"form_fields names {field.name}, but {what}", page.file, page.line, True)
    for use in uses(scope):
        page, name = use.page, use.tag.literal
        known = page.dynamic_fields or page.wait or name in {f.name for f in page.fields}
        if use.tag.keyword == "formfield" and name and not known:
            what = f"its template asks for the form field {name}, which is not in form_fields"
            yield _no_field(scope, use.where, name, what, use.template, use.tag.line, use.sure)


# --- what pages render ---


def uses(scope: Scope) -> Iterator[Use]:
    """Every tag of every template that a page of the config renders, included and extended ones too."""
    for where, page in scope.pages:
        if page.template_name:
            yield from _walk(scope, where, page, page.template_name, True, ())


def rendered(scope: Scope) -> Iterator[tuple[str, str]]:
    """Every page with every template it renders, relative to the project."""
    for where, page in scope.pages:
        found = {find_template(scope, page.template_name)[0]} | {use.template for use in uses(scope) if use.where == where}
        yield from ((where, place) for place in found if place)


def _walk(scope: Scope, where: str, page: PageInfo, name: str, sure: bool, above: tuple[str, ...]) -> Iterator[Use]:
    place, _ = find_template(scope, name)
    if not place or place in above:
        return
    for tag in tags(scope.project / place):
        use = Use(where, page, place, tag, sure and tag.sure)
        yield use
        included = _included(use)
        if included:  # what stands in a block of a template that is extended may have been replaced
            yield from _walk(scope, where, page, included, use.sure and tag.keyword != "extends", (*above, place))


def _included(use: Use) -> str:
    name = use.tag.literal if use.tag.keyword in _INCLUDES else ""
    return f"{Path(use.template).parent.as_posix()}/{name}" if name and use.tag.keyword == "include_sibling" else name


def find_template(scope: Scope, name: str) -> tuple[str, str]:
    """Its place relative to the project ("" when it is not there), and one that differs in upper and lower case only."""
    others = []
    for folder in ("", "_templates/", *(f"{app.folder}/templates/" for app in scope.info.apps)):
        found, other = exactly(scope.project / folder, name) if name else (False, "")
        if found:
            return f"{folder}{name}", ""
        others += [f"{folder}{other}"] if other else []
    return "", next(iter(others), "")


# --- how it is told ---


def _missing(
    scope: Scope, where: str, check: str, what: str, name: str, other: str, file: str, line: int, sure: bool
) -> Finding:
    works_here = bool(other) and (scope.project / other).with_name(Path(name).name).exists()  # letters do not count here
    title = f"{where} needs {what}, which is not there"
    advice = f"Create it, or correct its name in {file}."
    if other:
        title += f": there is {other}, in other letters"
        advice = f"Rename {other} to {Path(name).name}: most servers tell upper and lower case apart."
    group = "review" if works_here or not sure else "broken"
    key = f"{check}|{where}|{name}"
    return Finding(check, group, title, scope.config, key, where=where, advice=advice, file=file, line=line)


def _no_field(scope: Scope, where: str, name: str, what: str, file: str, line: int, sure: bool) -> Finding:
    key = f"missing-field|{where}|{name}"
    advice = "Correct the name, or add the field to the model and to form_fields."
    group = "broken" if sure else "review"
    return Finding("missing-field", group, f"{where}: {what}", scope.config, key, where=where, advice=advice, file=file, line=line)
