"""Every large project is played once, by whichever test asks for it first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from harness import EXAMPLES, PROJECTS, Done, copy_of, expectations, run

from botex_pytest.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """tests/projects/faults, played with the shortest deadlines that change no verdict."""
    project = copy_of(PROJECTS / "faults", tmp_path_factory.mktemp("faults") / "faults")
    return run(project, "--botex-wait-timeout", "5", "--botex-page-timeout", "12", "--botex-screenshots", "failures")


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """tests/projects/healthy."""
    return run(copy_of(PROJECTS / "healthy", tmp_path_factory.mktemp("healthy") / "healthy"))


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Done]:
    """`zoo(project, config)`: the run that played `config`. The large project is played in parts, each within two minutes."""
    done: dict[tuple[str, ...], Done] = {}

    def play(project: str, config: str) -> Done:
        part = next(part for part in _parts(project) if config in part)
        if (project, *part) not in done:
            copy = copy_of(PROJECTS / project, tmp_path_factory.mktemp(project) / project)
            seconds = "5" if expectations(PROJECTS / project)[config].get("slow") else "12"
            done[(project, *part)] = run(
                copy, "--botex-config", ",".join(part), "--botex-page-timeout", seconds, "--botex-wait-timeout", "6"
            )
        return done[(project, *part)]

    return play


def _parts(project: str) -> list[tuple[str, ...]]:
    expected = expectations(PROJECTS / project)
    alone = [name for name, entry in expected.items() if entry.get("slow")]
    others = [name for name in expected if name not in alone]
    size = 22
    return [tuple(others[i : i + size]) for i in range(0, len(others), size)] + [(name,) for name in alone]


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    """`example(name, *options)`: an example as its reader would run it, each combination once."""
    done: dict[tuple[str, ...], Done] = {}

    def play(name: str, *options: str) -> Done:
        if (name, *options) not in done:
            project = copy_of(EXAMPLES / name, tmp_path_factory.mktemp(name) / name)
            done[(name, *options)] = run(project, *options)
        return done[(name, *options)]

    return play


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A small project of one app for two, to change at will; the path is as people's paths are."""
    return copy_of(PROJECTS / "tiny", tmp_path / "my stüdy")


@pytest.fixture(scope="session")
def gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with random weights, which a real llama.cpp takes for any other."""
    path = tmp_path_factory.mktemp("model") / "tiny mödel.gguf"
    write_tiny_model(path)
    return path


@pytest.fixture(scope="session")
def local_model(gguf: Path) -> tuple[str, ...]:
    """Options that play with it."""
    return ("--botex-model", "llamacpp", f"--botex-llamacpp-model={gguf}")
