"""What a project consists of, as plain data: read once, handed to workers, used by checks and play."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from botex_pytest.page import Choice


@dataclass(frozen=True)
class FieldInfo:
    """A form field as its author declared it. What functions give at run time (bounds, choices) is only named, in `dynamic`."""

    name: str
    model: str  # player or group
    type: str  # integer, float, currency, decimal, boolean, string, longstring; "missing": the model has no such field
    label: str = ""
    help: str = ""
    blank: bool = False
    min: float | None = None
    max: float | None = None
    max_length: int | None = None
    choices: tuple[Choice, ...] = ()
    widget: str = ""  # the class: RadioSelect, CheckboxInput, ...; "" for the type's own
    initial: str | None = None
    dynamic: tuple[str, ...] = ()  # of: choices, min, max, error_message

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "float", "currency", "decimal")


@dataclass(frozen=True)
class PageInfo:
    """A page class of `page_sequence`. Files are relative to the project, with slashes."""

    name: str
    wait: bool = False
    arrival: bool = False  # group_by_arrival_time
    all_groups: bool = False  # wait_for_all_groups
    conditional: bool = False  # has an is_displayed of the author's
    condition_names: tuple[str, ...] = ()  # the names which that reads: fields, round_number, ...
    chooses_app: bool = False  # has an app_after_this_page
    timeout: float | None = None  # seconds
    has_timeout_function: bool = False
    live: bool = False
    trials: bool = False
    form_model: str = ""  # player, group or ""
    fields: tuple[FieldInfo, ...] = ()
    dynamic_fields: bool = False  # get_form_fields decides
    own_error_message: bool = False
    own_answers: tuple[dict[str, str], ...] = ()  # what the app's own oTree bots post here
    file: str = ""
    line: int = 0
    template: str = ""  # "" when there is none in the project
    template_name: str = ""  # what oTree will look for; "" where it needs none, or where the author's code decides


@dataclass(frozen=True)
class AppInfo:
    name: str
    url_name: str  # name_in_url
    group_size: int | None  # None: all participants are one group
    rounds: int
    folder: str
    pages: tuple[PageInfo, ...]
    arrival_method: bool = False  # has group_by_arrival_time_method
    own_tests: bool = False  # has oTree bots of its own
    own_cases: tuple[str, ...] = ()  # names of the cases these bots play
    own_live_calls: bool = False  # these bots call live methods
    custom_exports: tuple[str, ...] = ()  # names of its functions custom_export...
    roles: tuple[str, ...] = ()  # the constants ..._ROLE
    treatments: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """Fields that code sets to one of a few values written out in the source, with these."""
    # the author's own fields by model: player, group, subsession -> name -> type
    columns: dict[str, dict[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ConfigInfo:
    """A session config. `fields`: everything else it says, SESSION_CONFIG_DEFAULTS included, as far as JSON can hold it."""

    name: str
    display_name: str
    apps: tuple[str, ...]
    demo_participants: int | None
    multiple_of: int  # participants must be a multiple of this
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RoomInfo:
    name: str
    display_name: str
    labels: tuple[str, ...] = ()  # of its participant_label_file
    problem: str = ""  # why nobody can enter: oTree starts all the same with a label file that it cannot read


@dataclass(frozen=True)
class PageAt:
    """Which page an index means."""

    app: AppInfo
    round: int
    page: PageInfo


@dataclass(frozen=True)
class ProjectInfo:
    otree_version: str
    language: str  # LANGUAGE_CODE
    currency: str  # REAL_WORLD_CURRENCY_CODE
    use_points: bool
    points_name: str  # POINTS_CUSTOM_NAME, "points" when there is none
    points_decimals: int
    participant_fields: tuple[str, ...]
    session_fields: tuple[str, ...]
    configs: tuple[ConfigInfo, ...]
    apps: tuple[AppInfo, ...]
    rooms: tuple[RoomInfo, ...] = ()
    participant_names: tuple[str, ...] = ()  # what a participant has, PARTICIPANT_FIELDS included
    session_names: tuple[str, ...] = ()  # what a session has, SESSION_FIELDS included
    packages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Imported modules that were installed, with every distribution that brings them, itself or by what it requires. Only
    where the project has a requirements.txt."""

    def config(self, name: str) -> ConfigInfo:
        """Raises KeyError."""
        return {c.name: c for c in self.configs}[name]

    def app(self, name: str) -> AppInfo:
        """By its name (not name_in_url). Raises KeyError."""
        return {a.name: a for a in self.apps}[name]

    def names(self) -> dict[str, Any]:
        """All by name, as the study file is compared with it; None for fields that code decides."""
        apps = {
            app.name: {"pages": {p.name: None if p.dynamic_fields else [f.name for f in p.fields] for p in app.pages}}
            for app in self.apps
        }
        return {"configs": {c.name: list(c.apps) for c in self.configs}, "apps": apps, "rooms": [r.name for r in self.rooms]}

    def page_at(self, config: str, index: int) -> PageAt:
        """What oTree's page index means: counted from 1 over the config's apps, their rounds and pages. Raises IndexError."""
        left = index - 1
        for name in self.config(config).apps:
            app = self.app(name)
            if 0 <= left < app.rounds * len(app.pages):
                return PageAt(app, left // len(app.pages) + 1, app.pages[left % len(app.pages)])
            left -= app.rounds * len(app.pages)
        raise IndexError(f"session config {config} has {self.max_index(config)} pages; there is no page {index}")

    def max_index(self, config: str) -> int:
        """The index of the last page, which is the number of pages over all apps and rounds."""
        return sum(self.app(name).rounds * len(self.app(name).pages) for name in self.config(config).apps)

    def timed_pages(self, config: str) -> list[PageInfo]:
        """The pages of the config's apps that have a timer of oTree's, or may get one at run time."""
        apps = (self.app(name) for name in self.config(config).apps)
        return [page for app in apps for page in app.pages if page.timeout or page.has_timeout_function]
