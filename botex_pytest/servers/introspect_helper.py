"""Run by oTree's own interpreter (Python 3.8 or later, oTree 5.11 or later) in a copy of a project: describes it as JSON.

`python introspect_helper.py OUT.json`. The result goes to a file because what the project prints goes to the usual streams.
Imports nothing of our package, which that interpreter need not have; the shape of the JSON is that of `project_info.py`.
"""

from __future__ import annotations

import ast
import decimal
import functools
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_TYPES = {
    "Integer": "integer",
    "Float": "float",
    "Boolean": "boolean",
    "String": "string",
    "Text": "longstring",
    "CurrencyType": "currency",
    "RealWorldCurrencyType": "currency",
    "DecimalFieldType": "decimal",
}
_OTREES = {"id", "id_in_group", "id_in_subsession", "round_number", "_payoff", "_role"} | {
    f"{owner}_id" for owner in ("session", "subsession", "group", "participant")
}
_NUMBERS = {"integer", "float", "currency", "decimal"}
_DYNAMIC = ("choices", "min", "max", "error_message")


def describe() -> dict[str, Any]:
    settings = import_module("otree.settings")
    configs = import_module("otree.session").SESSION_CONFIGS_DICT
    rooms = import_module("otree.room").ROOM_DICT
    return {
        "otree_version": import_module("otree").__version__,
        "language": settings.LANGUAGE_CODE,
        "currency": settings.REAL_WORLD_CURRENCY_CODE,
        "use_points": bool(settings.USE_POINTS),
        "points_name": settings.POINTS_CUSTOM_NAME or "points",
        "points_decimals": settings.POINTS_DECIMAL_PLACES,
        "participant_fields": list(settings.PARTICIPANT_FIELDS),
        "session_fields": list(settings.SESSION_FIELDS),
        "configs": [describe_config(config) for config in configs.values()],
        "apps": [describe_app(name) for name in settings.OTREE_APPS],
        "rooms": [describe_room(room) for room in rooms.values()],
        "participant_names": public_names(import_module("otree.models").Participant),
        "session_names": public_names(import_module("otree.models").Session),
    }


def public_names(model: Any) -> list[str]:
    return [name for name in dir(model) if not name.startswith("_")]


def describe_config(config: Any) -> dict[str, Any]:
    told_apart = ("name", "display_name", "app_sequence", "num_demo_participants")
    return {
        "name": config["name"],
        "display_name": config["display_name"],
        "apps": list(config["app_sequence"]),
        "demo_participants": config["num_demo_participants"],
        "multiple_of": config.get_lcm(),
        "fields": {key: jsonable(value) for key, value in config.items() if key not in told_apart and is_jsonable(value)},
    }


def describe_room(room: Any) -> dict[str, Any]:
    labels, problem = labels_of(room)
    return {"name": room.name, "display_name": room.display_name, "labels": labels, "problem": problem}


def labels_of(room: Any) -> tuple[list[str], str]:
    """Also what is wrong with the label file: oTree starts all the same, and fails when the room is opened."""
    try:
        return list(room.get_participant_labels()) if room.has_participant_labels else [], ""
    except (OSError, ValueError) as error:
        return [], str(error)


def describe_app(name: str) -> dict[str, Any]:
    common = import_module("otree.common")
    models, constants = common.get_models_module(name), common.get_constants(name)
    target = models.Subsession.get_user_defined_target()
    return {
        "name": name,
        "url_name": constants.get_normalized("name_in_url"),
        "group_size": constants.get_normalized("players_per_group"),
        "rounds": constants.get_normalized("num_rounds"),
        "folder": name.replace(".", "/"),
        "pages": [describe_page(page, models, name) for page in common.get_pages_module(name).page_sequence],
        "arrival_method": hasattr(target, "group_by_arrival_time_method"),
        "constants": constants_of(models),
        "own_tests": Path(name, "tests.py").exists() or Path(name, "tests", "__init__.py").exists(),
        "custom_exports": [n for n in dir(models) if n.startswith("custom_export") and callable(getattr(models, n))],
        "columns": {model.__name__.lower(): columns_of(model) for model in (models.Player, models.Group, models.Subsession)},
    }


def columns_of(model: Any) -> dict[str, str]:
    """The author's own fields with their types."""
    return {c.name: _TYPES.get(type(c.type).__name__, "string") for c in model.__table__.columns if c.name not in _OTREES}


def constants_of(models: Any) -> dict[str, Any]:
    """The plain values of the class C (or Constants), and the lists of such."""
    found = getattr(models, "C", None) or getattr(models, "Constants", None)
    plain = {key: jsonable(value) for key, value in vars(found).items() if not key.startswith("_")} if found else {}
    kept = {key: [jsonable(v) for v in value] if isinstance(value, (list, tuple)) else value for key, value in plain.items()}
    simple = (bool, int, float, str)
    return {k: v for k, v in kept.items() if all(isinstance(x, simple) for x in (v if isinstance(v, list) else [v]))}


def describe_page(page: Any, models: Any, app: str) -> dict[str, Any]:
    wait = issubclass(page, import_module("otree.views.abstract").WaitPage)
    form_model = getattr(page, "form_model", None)
    by_name: dict[Any, Any] = {"player": models.Player, "group": models.Group}
    model = by_name.get(form_model, form_model)
    model_name = model.__name__.lower() if model else ""
    names = getattr(page, "form_fields", None) or []
    file, line = place_of(page)
    return {
        "name": page.__name__,
        "wait": wait,
        "arrival": bool(getattr(page, "group_by_arrival_time", False)),
        "all_groups": bool(getattr(page, "wait_for_all_groups", False)),
        "conditional": is_authors(page, "is_displayed"),
        "condition_names": condition_names(page),
        "chooses_app": is_authors(page, "app_after_this_page"),
        "timeout": number(getattr(page, "timeout_seconds", None)),
        "has_timeout_function": hasattr(page, "get_timeout_seconds"),
        "live": bool(getattr(page, "live_method", None)),
        "trials": bool(getattr(page, "trial_model", None)),
        "form_model": model_name,
        "fields": [describe_field(field, model, model_name) for field in names],
        "dynamic_fields": hasattr(page, "get_form_fields"),
        "own_error_message": is_authors(page, "error_message"),
        "file": file,
        "line": line,
        "template": template_of(page, app, wait),
        "template_name": wanted_template(page, wait),
    }


def is_authors(page: Any, name: str) -> bool:
    """True when oTree's own base classes are not the ones that define it."""
    return any(name in vars(base) for base in page.__mro__ if not base.__module__.startswith("otree."))


def condition_names(page: Any) -> list[str]:
    """Every name that is_displayed reads, itself or in functions of the same module: `consent`, `round_number`, ..."""
    found: set[str] = set()
    if is_authors(page, "is_displayed"):
        collect_names(page.is_displayed, found)
    return sorted(found)


def collect_names(function: Any, found: set[str]) -> None:
    function = getattr(function, "__func__", function)
    codes = [function.__code__] if hasattr(function, "__code__") else []
    while codes:
        code = codes.pop()
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_names")]  # lambdas, comprehensions
        for name in set(code.co_names) - found:
            found.add(name)
            called = function.__globals__.get(name)
            if getattr(called, "__module__", None) == function.__module__:
                collect_names(called, found)


def place_of(page: Any) -> tuple[str, int]:
    source = getattr(sys.modules.get(page.__module__), "__file__", None)
    if source is None:
        return "", 0
    return relative(source), class_lines(source).get(page.__name__, 0)


@functools.lru_cache(maxsize=None)  # noqa: UP033 - `functools.cache` is not in Python 3.8
def class_lines(source: str) -> dict[str, int]:
    tree = ast.parse(Path(source).read_text("utf-8"))
    return {node.name: node.lineno for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def relative(path: str) -> str:
    """Relative to the project where it lies inside, else as it is."""
    try:
        return Path(path).resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return str(path)


def template_of(page: Any, app: str, wait: bool) -> str:
    in_python = Path(app, page.__name__ + "_html.py")
    if in_python.exists():
        return in_python.as_posix()
    templating = import_module("otree.templating")
    name = getattr(page, "template_name", None) or ("global/WaitPage.html" if wait else app + "/" + page.__name__ + ".html")
    own = Path(app, page.__name__ + ".html")
    if wait and own.exists():
        return own.as_posix()
    try:
        path = Path(templating.ibis_loader.search_template(name))
    except Exception:  # noqa: BLE001 - whatever oTree raises here: there is no such template
        return ""
    return "" if path.is_absolute() else path.as_posix()


def wanted_template(page: Any, wait: bool) -> str:
    app = page.__module__.partition(".")[0]  # oTree looks where the page was written, which may be another app
    name = getattr(page, "template_name", None) or ("" if wait else app + "/" + page.__name__ + ".html")
    decided = is_authors(page, "get_template_name") or Path(app, page.__name__ + "_html.py").exists()
    return name if isinstance(name, str) and not decided else ""


def describe_field(name: str, model: Any, model_name: str) -> dict[str, Any]:
    column: Any = getattr(model, name, None)
    if not hasattr(column, "form_props"):
        return {"name": name, "model": model_name, "type": "missing"}
    props, target = column.form_props, model.get_user_defined_target()
    kind = _TYPES.get(type(column.type).__name__, "string")
    widget = props.get("widget")
    bounded = kind in _NUMBERS and not props.get("choices")
    initial = getattr(column.default, "arg", None)
    return {
        "name": name,
        "model": model_name,
        "type": kind,
        "label": str(props.get("label") or ""),
        "help": str(props.get("help_text") or ""),
        "blank": bool(props.get("blank")),
        "min": number(props.get("min", 0)) if bounded else None,  # oTree's default is 0, not "none"
        "max": number(props.get("max")) if bounded else None,
        "max_length": getattr(column.type, "length", None),
        "choices": [choice(item) for item in props.get("choices") or []],
        "widget": widget_name(widget),
        "initial": None if initial is None or callable(initial) else str(initial),
        "dynamic": [suffix for suffix in _DYNAMIC if hasattr(target, name + "_" + suffix)],
    }


def widget_name(widget: Any) -> str:
    """Under the name that oTree's documentation uses: oTree 6 made CheckboxInput an alias."""
    name = (widget if isinstance(widget, type) else type(widget)).__name__ if widget else ""
    return "CheckboxInput" if name == "Checkbox" else name


def choice(item: Any) -> dict[str, str]:
    """The value as the form posts it (oTree posts the bare number of an amount of money), and the label."""
    value, label = item if isinstance(item, (list, tuple)) else (item, item)
    posted = str(decimal.Decimal(value)) if isinstance(value, decimal.Decimal) else str(value)
    return {"value": posted, "label": str(label)}


def number(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def jsonable(value: Any) -> Any:
    return number(value) if isinstance(value, decimal.Decimal) else value  # money


def is_jsonable(value: Any) -> bool:
    try:
        json.dumps(jsonable(value))
    except (TypeError, ValueError):
        return False
    return True


def main() -> None:
    out = Path(sys.argv[1])
    packages = import_module("introspect_packages")  # it lies beside this file
    # Beside this file lie modules of ours whose names a project or oTree itself uses: project, otree.
    here = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]
    os.environ.update(OTREE_IN_MEMORY="1", OTREE_EPHEMERAL="1")
    sys.argv[:] = ["otree", "introspect"]
    import_module("otree.main").setup()
    out.write_text(json.dumps({**describe(), "packages": packages.describe_packages()}), encoding="utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # threads that the project started at import must not keep us


if __name__ == "__main__":
    main()
