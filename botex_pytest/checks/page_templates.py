"""Which templates the pages of a session config render, and what those name; read once for all checks of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from botex_pytest.checks.base import Scope
from botex_pytest.checks.template_reader import Tag, exactly, tags
from botex_pytest.project_info import PageInfo

_INCLUDES = ("include", "include_sibling", "extends")


@dataclass(frozen=True)
class Use:
    """A tag of a template that page `where` renders. `sure`: on every visit, as far as can be read."""

    where: str
    page: PageInfo
    template: str  # relative to the project
    tag: Tag
    sure: bool

    @property
    def included(self) -> str:
        """The template that the tag asks for, as oTree looks for it; "" when it asks for none, or a variable says which."""
        name = self.tag.literal if self.tag.keyword in _INCLUDES else ""
        return f"{Path(self.template).parent.as_posix()}/{name}" if name and self.tag.keyword == "include_sibling" else name


class PageTemplates:
    """The templates of all pages of `scope`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._found: dict[str, tuple[str, str]] = {}

    def find(self, name: str) -> tuple[str, str]:
        """Where the template `name` is, relative to the project, and ""; or, where there is none, "" and the place of one that
        differs in upper and lower case only ("" for none)."""
        if name not in self._found:
            self._found[name] = self._find(name) if name else ("", "")
        return self._found[name]

    def _find(self, name: str) -> tuple[str, str]:
        others = []
        for folder in ("", "_templates/", *(f"{app.folder}/templates/" for app in self._scope.info.apps)):
            found, other = exactly(self._scope.project / folder, name)
            if found:
                return f"{folder}{name}", ""
            others += [f"{folder}{other}"] if other else []
        return "", next(iter(others), "")

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every tag of every template that a page renders, included and extended ones too."""
        pages = [(where, page) for where, page in self._scope.pages if page.template_name]
        return tuple(use for where, page in pages for use in self._walk(where, page, page.template_name, True, set()))

    def _walk(self, where: str, page: PageInfo, name: str, sure: bool, met: set[str]) -> Iterator[Use]:
        place, _ = self.find(name)
        if not place or place in met:
            return
        met.add(place)
        for tag in tags(self._scope.project / place):
            use = Use(where, page, place, tag, sure and tag.sure)
            yield use
            if use.included:  # what stands in a block of a template that is extended may have been replaced
                yield from self._walk(where, page, use.included, use.sure and tag.keyword != "extends", met)

    @cached_property
    def rendered(self) -> dict[str, str]:
        """Every template that is rendered, with the first page that does so."""
        found: dict[str, str] = {}
        for where, page in self._scope.pages:
            place, _ = self.find(page.template_name)
            if place:
                found.setdefault(place, where)
        for use in self.uses:
            found.setdefault(use.template, use.where)
        return found
