"""Settings: options before environment before file before default, each with its source."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest
from commandline import run

from aggregates.ground.urls import shown
from cli.terminal.config import SETTINGS, Settings
from lifecycle.errors import InvalidInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner" / "most").mkdir(parents=True)
    (tmp_path / "depositary.toml").write_text('db = "files/register.db"\n')
    return tmp_path


def test_each_source_yields_to_the_one_before(folder: Path) -> None:
    environ = {"DEPOSITARY_ACTOR": "environment", "DEPOSITARY_FORMAT": "json", "HOME": str(folder)}
    settings = Settings.gather({"format": "csv"}, environ, folder / "inner" / "most")
    told = {one.setting: (one.value, str(one.source)) for one in settings.shown()}
    assert told["format"] == ("csv", "option --format")
    assert told["actor"] == ("environment", "DEPOSITARY_ACTOR")
    assert told["db"] == (str(folder / "files/register.db"), str(folder / "depositary.toml"))
    assert told["color"] == ("auto", "default")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The file of the user."""
    (tmp_path / "config/depositary").mkdir(parents=True)
    return tmp_path / "config/depositary/depositary.toml"


def test_files_merge_key_by_key(own: Path, folder: Path) -> None:
    """A file nearer to the work sets what it states, and hides nothing else."""
    own.write_text('actor = "mine"\nformat = "json"\ncolor = "never"\n')
    (folder / "inner/depositary.toml").write_text('format = "csv"\n')
    settings = Settings.gather({}, {"XDG_CONFIG_HOME": str(own.parents[1])}, folder / "inner/most")
    assert [settings[name] for name in ("actor", "format", "color")] == ["mine", "csv", "never"]
    assert settings["db"] == str(folder / "files/register.db")


@pytest.mark.parametrize("name", [name for name, settable in SETTINGS.items() if settable.trusted])
def test_what_trust_rests_on_is_taken_from_the_own_file_alone(name: str, own: Path, folder: Path) -> None:
    """From a folder it is refused, with its name and where it belongs; the own file counts wherever one stands."""
    environ = {"XDG_CONFIG_HOME": str(own.parents[1])}
    (folder / "inner/depositary.toml").write_text(f'{name} = "theirs"\n')
    with pytest.raises(InvalidInput) as raised:
        Settings.gather({}, environ, folder / "inner/most")
    told = str(raised.value)
    assert f"{folder}/inner/depositary.toml: {name}: " in told
    assert f"{own} or DEPOSITARY_{name.upper()}" in told
    (folder / "inner/depositary.toml").unlink()
    mine = (*SETTINGS[name].choices, "/mine")[0]
    own.write_text(f'{name} = "{mine}"\n')
    assert Settings.gather({}, environ, own.parent)[name] == mine


def test_what_names_who_acts_or_where_proof_lies_is_trusted() -> None:
    """All settings but the register itself, what the office arranged, and how answers look."""
    assert {name for name, settable in SETTINGS.items() if not settable.trusted} == {
        "db",
        "format",
        "color",
        "lang",
        "office",
    }


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the platform knows the folders")
@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "here"}])
def test_a_home_that_is_none_moves_nothing(home: dict[str, str], folder: Path) -> None:
    """Keys and copies stay where the system says that the user is at home."""
    settings = Settings.gather({}, home, folder / "inner")
    for name in ("keys", "checkpoint_copy", "documents"):
        assert settings[name].startswith(f"{pwd.getpwuid(os.getuid()).pw_dir}/.")


def test_the_default_register_lies_in_the_folder_for_data(tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path)}
    assert Settings.gather({}, environ, tmp_path)["db"] == f"sqlite:///{tmp_path}/depositary/register.db"


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("sqlite:///r.db", "sqlite:///{}/r.db"),
        ("sqlite:////srv/r.db", "sqlite:////srv/r.db"),
        ("r.db", "{}/r.db"),
        ("/srv/r.db", "/srv/r.db"),
        ("postgresql://host/name", "postgresql://host/name"),
    ],
)
def test_a_relative_register_lies_beside_the_file_that_names_it(stated: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "depositary.toml").write_text(f'db = "{stated}"\n')
    (tmp_path / "inner").mkdir()
    assert Settings.gather({}, {}, tmp_path / "inner")["db"] == meant.format(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('formt = "csv"', 'there is no setting "formt". Did you mean format?'),
        ('format = "xml"', 'format is table, json, jsonl, csv or tsv, not "xml"'),
        ("db = 3", "db is a text, not 3"),
        ("db = ", "Invalid value"),
        ("a\x00b = 1", "depositary.toml"),
    ],
)
def test_a_file_that_cannot_be_is_named(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "depositary.toml").write_text(text)
    with pytest.raises(InvalidInput) as raised:
        Settings.gather({}, {}, tmp_path)
    assert says in str(raised.value)
    assert "depositary.toml" in str(raised.value)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_FORMAT", "yaml")
    ran = run("config show")
    assert ran.code == 2
    assert 'DEPOSITARY_FORMAT: format is table, json, jsonl, csv or tsv, not "yaml"' in ran.err


def test_config_show_names_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPOSITARY_ACTOR", "clerk")
    rows = {row["setting"]: row for row in run("config show --format json --db here.db").json}
    assert rows.keys() == SETTINGS.keys()
    assert (rows["db"]["value"], rows["db"]["source"]) == ("here.db", "option --db")
    assert (rows["actor"]["value"], rows["actor"]["source"]) == ("clerk", "DEPOSITARY_ACTOR")


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("postgresql://clerk:secret@host/name", "postgresql://clerk:…@host/name"),
        ("postgresql://clerk:se@cret@host/name", "postgresql://clerk:…@host/name"),
        ("postgresql://clerk@host/name", "postgresql://clerk@host/name"),
        ("sqlite:///a@b.db", "sqlite:///a@b.db"),
    ],
)
def test_a_password_is_never_shown(url: str, seen: str) -> None:
    assert shown(url) == seen
