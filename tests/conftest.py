"""What every test stands on: how hard hypothesis tries, and an environment of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from stores import STORES, File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stores import Place

# HYPOTHESIS_PROFILE=thorough pytest: ten times the examples, for a night or after a change of the law. In CI the
# examples are the same for the same tests, so that a change is judged by what it changes; elsewhere they are new ones.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile("quick", deadline=None, max_examples=15)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background has none, and hands that on


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither the register nor the settings of whoever runs the tests are read or written."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DEPOSITARY_")]:
            patch.delenv(name)
        for name in (
            "FORCE_COLOR",
            "NO_COLOR",
            "PYTHONUNBUFFERED",
        ):  # unbuffered, nothing is left to write
            patch.delenv(name, raising=False)
        if whole := os.environ.get("LC_ALL"):
            patch.setenv("LANG", whole)
            patch.delenv("LC_ALL")
        patch.setenv("LC_MESSAGES", "C")  # pages are in English, whatever the locale of whoever runs the tests
        patch.setenv("HOME", str(home))
        for name in ("CACHE", "CONFIG", "DATA", "STATE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        yield


@pytest.fixture(params=STORES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give an empty place in each kind of database."""
    empty = STORES[request.param](tmp_path)
    yield empty
    empty.remove()


@pytest.fixture
def file_place(tmp_path: Path) -> File:
    """Give an empty place in a folder, for what only a file has."""
    return File(tmp_path)


@pytest.fixture(autouse=True)
def _own_outside(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test knows outside of a register is its own: copies of one register go separate ways in other tests."""
    for name in ("STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path_factory.mktemp(name.lower())))


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the source tree. A test that asks for it carries `@pytest.mark.sources`."""
    return Path(__file__).parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that needs the source tree and does not say so: it would fail against the wheel."""
    for item in items:
        unmarked = item.get_closest_marker("sources") is None
        if isinstance(item, pytest.Function) and "project" in item.fixturenames and unmarked:
            raise pytest.UsageError(f"{item.nodeid} uses `project`: mark it with @pytest.mark.sources")
