"""Settings, and where each came from: options before environment before file before default.

The file is `depositary.toml`, in the current folder, in those above it, and in the XDG configuration folder; each
setting is taken from the first of them that states it. Whoever can write a folder can put a file there, so a setting
that trust rests on is taken from the user's own file alone. A register named by a relative path lies beside the file.

To add a setting: a line in `SETTINGS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from lifecycle.errors import InvalidInput, Problem
from lifecycle.messages import Either, Message, Quoted, Value
from lifecycle.suggestions import suggesting
from projections.answers.keeping.settings import Setting
from projections.words.languages.known import CODES
from projections.words.languages.wish import of_locale

FILE = "depositary.toml"


class Settable(NamedTuple):
    """What can be set: its default and, where only some values are possible, those."""

    default: Callable[[Mapping[str, str]], str]
    choices: tuple[str, ...] = ()
    trusted: bool = False
    """Whether trust rests on it: then a file that others may have put into a folder does not set it."""


def _user_folder(kind: str, unix: str, environ: Mapping[str, str]) -> Path:
    """Give the XDG folder; where there is none, what the platform uses instead."""
    stated = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(stated).is_absolute():
        return Path(stated) / "depositary"
    if sys.platform in ("darwin", "win32"):
        import platformdirs  # costs a third of the start-up, so only where it is needed

        return Path(getattr(platformdirs, f"user_{kind}_dir")("depositary", appauthor=False))
    return _home(environ) / unix / "depositary"


def _home(environ: Mapping[str, str]) -> Path:
    """Give the user's own folder; an empty or a relative HOME would let the current folder be that."""
    stated = Path(environ.get("HOME", ""))
    if stated.is_absolute():
        return stated
    import pwd

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError as error:
        raise _wrong("HOME", Message("no folder of the user's own is known")) from error


def _login(_: Mapping[str, str]) -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return ""


SETTINGS: Mapping[str, Settable] = {
    # The register: a file or a database URL.
    "db": Settable(lambda environ: f"sqlite:///{_user_folder('data', '.local/share', environ) / 'register.db'}"),
    # Who records: a claim, stored with every recording.
    "actor": Settable(_login, trusted=True),
    # Where checkpoints are kept outside the register: a folder, or `| COMMAND`, which is then given each as well.
    "checkpoint_copy": Settable(
        lambda environ: str(_user_folder("state", ".local/state", environ) / "checkpoints"), trusted=True
    ),
    # The folder of the signing keys.
    "keys": Settable(lambda environ: str(_user_folder("config", ".config", environ) / "keys"), trusted=True),
    # The folder of the documents that acts rest on, each named by its content.
    "documents": Settable(
        lambda environ: str(_user_folder("data", ".local/share", environ) / "documents"), trusted=True
    ),
    # Whether answers name natural persons, and who recorded what, or withhold it.
    "names": Settable(lambda _: "shown", ("shown", "withheld"), trusted=True),
    # What the office arranged for what falls due: a file of lead times, owners and seats, or none.
    "office": Settable(lambda _: "none"),
    # How answers are written.
    "format": Settable(lambda _: "table", ("table", "json", "jsonl", "csv", "tsv")),
    # When to use colour.
    "color": Settable(lambda _: "auto", ("auto", "always", "never")),
    # The language of pages; by default that of the system's locale.
    "lang": Settable(of_locale, CODES),
}


PLACES = ("db", "checkpoint_copy", "keys", "documents", "office")
"""Settings that name a place: in a file, relative to the file."""


class Settings:
    """The settings of one call; a default is worked out when it is first asked for."""

    def __init__(self, stated: Iterable[Setting], environ: Mapping[str, str]) -> None:
        self._stated, self._environ = {one.setting: one for one in stated}, environ

    @classmethod
    def gather(cls, given: Mapping[str, str], environ: Mapping[str, str], folder: Path) -> Settings:
        """Collect the settings; raises `InvalidInput` naming the source of a value that cannot be."""
        stated = {one.setting: one for one in _from_file(folder, environ)}
        for name in SETTINGS:
            variable = f"DEPOSITARY_{name.upper()}"
            if value := environ.get(variable):
                stated[name] = Setting(setting=name, value=value, source=Message.from_plain(variable))
            if name in given:
                source = Message("option {option}", option=f"--{name}")
                stated[name] = Setting(setting=name, value=given[name], source=source)
        for one in stated.values():
            _check(one)
        return cls(stated.values(), environ)

    def __getitem__(self, name: str) -> str:
        return self.found(name).value

    def found(self, name: str) -> Setting:
        """Give a setting with its source."""
        if name not in self._stated:
            default = SETTINGS[name].default(self._environ)
            self._stated[name] = Setting(setting=name, value=default, source=Message("default"))
        return self._stated[name]

    def shown(self) -> list[Setting]:
        """Give all settings, without what is secret in a URL."""
        from aggregates.ground.urls import shown

        return [replace(one, value=shown(one.value)) for one in map(self.found, SETTINGS)]


def _check(one: Setting) -> None:
    choices = Either(SETTINGS[one.setting].choices)
    if choices and one.value not in choices:
        value = Quoted(one.value)
        raise _wrong(
            str(one.source),
            Message("{setting} is {choices}, not {value}", setting=one.setting, choices=choices, value=value),
        )


def _wrong(place: str, says: Value) -> InvalidInput:
    return InvalidInput([Problem(place=place, says=says)])


def _from_file(folder: Path, environ: Mapping[str, str]) -> Iterable[Setting]:
    """Give what the user's own file states, and then what the files of folders do, the nearest last."""
    own = _user_folder("config", ".config", environ) / FILE
    above = (parent / FILE for parent in reversed((folder, *folder.parents)))
    for file in (own, *(file for file in above if file != own)):
        if file.is_file():
            yield from _stated(file, own)


def _stated(file: Path, own: Path) -> Iterable[Setting]:
    for name, value in _read(file).items():
        if name not in SETTINGS:
            says = Message("there is no setting {name}", name=Quoted(name))
            raise _wrong(str(file), suggesting(says, name, SETTINGS))
        if not isinstance(value, str):
            raise _wrong(str(file), Message("{setting} is a text, not {value}", setting=name, value=str(value)))
        if SETTINGS[name].trusted and file != own:
            taken = Either((str(own), f"DEPOSITARY_{name.upper()}"))
            says = Message("not taken from a folder that others may write: state it in {places}", places=taken)
            raise _wrong(f"{file}: {name}", says)
        stated = _beside(file, value) if name in PLACES else value
        yield Setting(setting=name, value=stated, source=Message.from_plain(file))


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(str(file), str(error)) from error
    except RecursionError as error:
        raise _wrong(str(file), Message("nested too deeply")) from error


def _beside(file: Path, url: str) -> str:
    """Take a relative path as lying beside the file that names it."""
    if url.startswith("|"):
        return url
    scheme, found, path = url.partition(":///")
    if not found:
        return url if "://" in url else str(file.parent / url)
    return f"{scheme}:///{file.parent / path}" if scheme == "sqlite" else url
