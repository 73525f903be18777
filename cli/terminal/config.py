"""Settings, and where each came from: options before environment before file before default.

The file is `depositary.toml`, searched from the current folder upwards, then in the XDG configuration folder.
A register named in it by a relative path lies beside the file.

To add a setting: a line in `SETTINGS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from cli.terminal.groups import suggestion
from lifecycle.errors import InvalidInput, Problem

FILE = "depositary.toml"


class Setting(NamedTuple):
    """What can be set: its default and, where only some values are possible, those."""

    default: Callable[[Mapping[str, str]], str]
    says: str
    choices: tuple[str, ...] = ()


def _user_folder(kind: str, unix: str, environ: Mapping[str, str]) -> Path:
    """Give the XDG folder; where there is none, what the platform uses instead."""
    stated = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(stated).is_absolute():
        return Path(stated) / "depositary"
    if sys.platform in ("darwin", "win32"):
        import platformdirs  # costs a third of the start-up, so only where it is needed

        return Path(getattr(platformdirs, f"user_{kind}_dir")("depositary", appauthor=False))
    return Path(environ.get("HOME") or Path.home(), unix, "depositary")


def _register(environ: Mapping[str, str]) -> str:
    return f"sqlite:///{_user_folder('data', '.local/share', environ) / 'register.db'}"


def _login(_: Mapping[str, str]) -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return ""


SETTINGS: Mapping[str, Setting] = {
    "db": Setting(_register, "the register: a file or a database URL"),
    "actor": Setting(_login, "who records: a claim, stored with every recording"),
    "checkpoint_copy": Setting(
        lambda environ: str(_user_folder("state", ".local/state", environ) / "checkpoints"),
        "where checkpoints are kept outside the register: a folder, or `| COMMAND`, which is then given each as well",
    ),
    "keys": Setting(
        lambda environ: str(_user_folder("config", ".config", environ) / "keys"), "the folder of the signing keys"
    ),
    "documents": Setting(
        lambda environ: str(_user_folder("data", ".local/share", environ) / "documents"),
        "the folder of the documents that acts rest on, each named by its content",
    ),
    "format": Setting(lambda _: "table", "how answers are written", ("table", "json", "jsonl", "csv", "tsv")),
    "color": Setting(lambda _: "auto", "when to use colour", ("auto", "always", "never")),
}


PLACES = ("db", "checkpoint_copy", "keys", "documents")
"""Settings that name a place: in a file, relative to the file."""


class Value(NamedTuple):
    """The value of a setting and its source."""

    value: str
    source: str


class Settings:
    """The settings of one call; a default is worked out when it is first asked for."""

    def __init__(self, values: Mapping[str, Value], environ: Mapping[str, str]) -> None:
        self._values, self._environ = dict(values), environ

    @classmethod
    def gather(cls, given: Mapping[str, str], environ: Mapping[str, str], folder: Path) -> Settings:
        """Collect the settings; raises `InvalidInput` naming the source of a value that cannot be."""
        values = dict(_from_file(folder, environ))
        for name in SETTINGS:
            variable = f"DEPOSITARY_{name.upper()}"
            if stated := environ.get(variable):
                values[name] = Value(stated, variable)
            if name in given:
                values[name] = Value(given[name], f"option --{name}")
        for name, (value, source) in values.items():
            _check(name, value, source)
        return cls(values, environ)

    def __getitem__(self, name: str) -> str:
        return self.found(name).value

    def found(self, name: str) -> Value:
        """Give a setting with its source."""
        if name not in self._values:
            self._values[name] = Value(SETTINGS[name].default(self._environ), "default")
        return self._values[name]


def _check(name: str, value: str, source: str) -> None:
    choices = SETTINGS[name].choices
    if choices and value not in choices:
        says = f"{name} is {', '.join(choices[:-1])} or {choices[-1]}, not {value!r}"
        raise InvalidInput([Problem(place=source, says=says)])


def _from_file(folder: Path, environ: Mapping[str, str]) -> Iterable[tuple[str, Value]]:
    file = next(filter(Path.is_file, _places(folder, environ)), None)
    if file is None:
        return
    for name, value in _read(file).items():
        if name not in SETTINGS:
            says = f"there is no setting {name!r}.{suggestion(name, SETTINGS)}"
            raise InvalidInput([Problem(place=str(file), says=says)])
        if not isinstance(value, str):
            raise InvalidInput([Problem(place=str(file), says=f"{name} is a text, not {value!r}")])
        if value.startswith("|") and file != _own_file(environ):
            says = f"a command is taken only from {_own_file(environ)} or from DEPOSITARY_{name.upper()}"
            raise InvalidInput([Problem(place=f"{file}: {name}", says=says)])
        yield name, Value(_beside(file, value) if name in PLACES else value, str(file))


def _places(folder: Path, environ: Mapping[str, str]) -> Iterable[Path]:
    for parent in (folder, *folder.parents):
        yield parent / FILE
    yield _own_file(environ)


def _own_file(environ: Mapping[str, str]) -> Path:
    return _user_folder("config", ".config", environ) / FILE


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput([Problem(place=str(file), says=str(error))]) from error
    except RecursionError as error:
        raise InvalidInput([Problem(place=str(file), says="nested too deeply")]) from error


def _beside(file: Path, url: str) -> str:
    """Take a relative path as lying beside the file that names it."""
    if url.startswith("|"):
        return url
    scheme, found, path = url.partition(":///")
    if not found:
        return url if "://" in url else str(file.parent / url)
    return f"{scheme}:///{file.parent / path}" if scheme == "sqlite" else url


def shown(url: str) -> str:
    """Give a URL without the password in it."""
    head, at, tail = url.rpartition("@")
    scheme, found, user = head.partition("://")
    return f"{scheme}://{user.partition(':')[0]}:…@{tail}" if at and found and ":" in user else url
