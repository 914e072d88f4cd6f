"""Where the templates are: in a wheel inside the package, in a checkout (and so in an editable install) beside it."""

from __future__ import annotations

from pathlib import Path

from botex_pytest.errors import BotexError

_PACKAGE = Path(__file__).resolve().parent


def templates_dir(name: str, package: Path = _PACKAGE) -> Path:
    """The folder `templates/<name>`. Raises `BotexError` when the installation has lost it."""
    places = (package / "templates" / name, package.parent / "templates" / name)
    for place in places:
        if place.is_dir():
            return place
    raise BotexError.no_templates([str(place) for place in places])
