"""What plugins give through our hooks, looked at before it is used."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from botex_pytest import hookspecs
from botex_pytest.hook_errors import HookError
from botex_pytest.hooks import Hooks
from botex_pytest.models.base import Unremembering


def hooks(**returned):
    """With a plugin for each hook, which returns or raises what is given."""
    manager = pytest.PytestPluginManager()
    manager.add_hookspecs(hookspecs)
    for name, value in returned.items():

        def hook(value=value):
            if isinstance(value, Exception):
                raise value
            return value

        manager.register(SimpleNamespace(**{f"pytest_botex_{name}": hook}))
    return Hooks(SimpleNamespace(hook=manager.hook))


def nothing(_):
    return None


class Nash(Unremembering):
    name = "nash"


def test_nothing_is_given():
    for empty in (Hooks(), hooks(), hooks(checks=None, models=None)):
        assert empty.checks == {}
        with pytest.raises(HookError, match="No plugin has a model 'nash'"):
            empty.model("nash")
        assert empty.play_page is None


def test_checks_and_models_by_name():
    nash = Nash()
    given = hooks(checks={"bonus": nothing}, models={"nash": nash, "none": nothing})
    assert given.checks == {"bonus": nothing}
    assert given.model("nash") is nash
    assert given.model("none").name == "plugin:none"


@pytest.mark.parametrize(
    ("checks", "said"),
    [
        ([nothing], "returned list, not a dict"),
        ({"bonus": 7}, "returned 7 for 'bonus'"),
        ({"my bonus": nothing}, "returned the name 'my bonus'"),
        ({"bonus|": nothing}, "returned the name"),
        ({3: nothing}, "returned the name 3"),
        ({"dead-end": nothing}, "gives 'dead-end' twice"),
        (ValueError("no"), r"raised ValueError at .*test_hooks_gathered.py:\d+"),
    ],
)
def test_what_is_no_check_is_told(checks, said):
    with pytest.raises(HookError, match=said):
        _ = hooks(checks=checks).checks


def test_what_is_no_model_is_told():
    with pytest.raises(HookError, match="returned 7 for 'nash'"):
        hooks(models={"nash": 7}).model("nash")
    with pytest.raises(HookError, match="Did you mean 'nash'"):
        hooks(models={"nash": nothing}).model("nahs")


def test_one_name_given_by_two():
    manager = pytest.PytestPluginManager()
    manager.add_hookspecs(hookspecs)
    for _ in range(2):
        manager.register(SimpleNamespace(pytest_botex_models=lambda: {"nash": nothing}))
    with pytest.raises(HookError, match="gives 'nash' twice"):
        Hooks(SimpleNamespace(hook=manager.hook)).model("nash")


def test_the_first_who_plays_a_page_is_enough():
    assert hooks(page=True).play_page(None, None, "app.Page", 1, 1) is True
    assert hooks(page=None).play_page(None, None, "app.Page", 1, 1) is False
