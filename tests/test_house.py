"""The house keeps its own rules: packaging, pins, directions of import, documents."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, distributions
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = ("lifecycle", "aggregates", "projections", "cli")
SECTIONS = ["Context", "Decision", "Consequences", "Alternatives"]

# What a machine leaves behind in files: addresses of package indexes, and folders of one computer.
TRACES = {
    "an option for a package index": rb"--(?:(?:extra-)?index-url|find-links|trusted-host)",
    "an address of a package index": rb"\"resolved\": *\"http|registry *= *\"http|/simple(?:/?[\"']|/?$)",
    "a path of one machine": rb"(?:^|[^A-Za-z0-9._-])/(?:root|home|opt|work|Users)/",
    "an address of a file": rb"file:///[A-Za-z0-9]",
}


def folder_of(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.origin is not None, f"{package} has no __init__.py"
    return Path(spec.origin).parent


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def traces(content: bytes) -> list[str]:
    return [what for what, pattern in TRACES.items() if re.search(pattern, content, re.MULTILINE)]


# The four packages


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_comes_from_this_distribution(package: str) -> None:
    """A `cli` of another wheel in the same environment would take the place of ours without a word."""
    ours = distribution("depositary")
    origin = json.loads(ours.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        home = Path(unquote(urlsplit(origin["url"]).path))
    else:
        home = Path(str(ours.locate_file("")))
        assert f"{package}/__init__.py" in map(str, ours.files or [])
    assert folder_of(package).resolve() == (home / package).resolve()
    others = {
        found.name
        for found in distributions()
        if found.name != "depositary" and any(file.parts[0] == package for file in found.files or [])
    }
    assert not others


@pytest.mark.parametrize("package", PACKAGES)
def test_each_package_declares_its_types(package: str) -> None:
    """Without `py.typed` a type checker treats all of the package as unknown."""
    assert (folder_of(package) / "py.typed").is_file()


@pytest.mark.sources
def test_imports_run_one_way(project: Path) -> None:
    """The contracts of import-linter hold: directions, a pure law, no SQL in the face."""
    lint = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


# Pins


@pytest.fixture(scope="module")
def metadata(project: Path) -> dict[str, Any]:
    """The `[project]` table of pyproject.toml."""
    return dict(tomllib.loads(read(project / "pyproject.toml"))["project"])


@pytest.mark.sources
def test_constraints_hold_plain_pins_only(project: Path) -> None:
    """No address, no path, no option: a pin must mean the same wherever it is read."""
    lines = read(project / "constraints.txt").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][0-9a-z.+]*", pin)] == []


@pytest.mark.sources
def test_every_requirement_is_pinned_within_its_bounds(project: Path, metadata: dict[str, Any]) -> None:
    """A requirement without a pin moves under our feet, one pinned outside its bounds cannot be installed."""
    lines = read(project / "constraints.txt").splitlines()
    pins = dict(line.split("==") for line in lines if "==" in line)
    stated = [*metadata["dependencies"], *chain(*metadata["optional-dependencies"].values())]
    for requirement in map(Requirement, stated):
        if requirement.name == "depositary":
            continue
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement} has no pin: make constraints"
        assert requirement.specifier.contains(pin), f"{requirement} is pinned at {pin}: make constraints"


# Documents


@pytest.mark.sources
def test_the_changelog_tells_of_this_version(project: Path, metadata: dict[str, Any]) -> None:
    """Its newest heading is the work at hand or this version, and the installation agrees."""
    headings = re.findall(r"^## \[([^]]+)\]", read(project / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] in ("Unreleased", metadata["version"])
    assert len(headings) == len(set(headings))
    assert distribution("depositary").version == metadata["version"]


@pytest.mark.sources
def test_every_decision_has_its_four_sections_and_a_line_in_the_index(project: Path) -> None:
    """A decision record without its alternatives is an announcement."""
    records = sorted((project / "docs/adr").glob("[0-9]*.md"))
    index = read(project / "docs/adr/README.md")
    assert [record.name[:4] for record in records] == [f"{n:04}" for n in range(1, len(records) + 1)]
    assert re.findall(r"\]\((\d[^)]*\.md)\)", index) == [record.name for record in records]
    for record in records:
        text = read(record)
        parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
        assert parts[1::2] == SECTIONS, f"{record.name} has other sections"
        assert all(part.strip() for part in parts[2::2]), f"{record.name} has an empty section"
        title = re.match(r"# (\d+)\. (.+)\n", text)
        assert title is not None, f"{record.name} begins with another title"
        assert title[1] == record.name[:4].lstrip("0")
        assert title[2] in index, f"the index names {record.name} otherwise"


@pytest.mark.sources
def test_links_between_documents_lead_somewhere(project: Path) -> None:
    """Every relative link in a document names a file of the tree."""
    broken = [
        f"{document.relative_to(project)}: {target}"
        for document in [*project.glob("*.md"), *(project / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", read(document))
        if not (document.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.sources
def test_documents_name_make_targets_that_exist(project: Path) -> None:
    """The set-up commands work as printed, and the continuous check runs the README's own test command."""
    targets = set(re.findall(r"^([a-z]+):", read(project / "Makefile"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", ".ci/run", "Makefile"):
        text = read(project / name)
        named = set(re.findall(r"(?:^ *|`|[\"])make ([a-z]+)", text, re.MULTILINE))
        assert named, f"{name} names no target"
        assert named <= targets, f"{name} names {named - targets}"
    readme = read(project / "README.md")
    assert re.findall(r"^    make (\w+)", readme, re.MULTILINE) == ["demo", "test"]
    assert "make test" in read(project / ".ci/run").splitlines()


# Traces of a machine


@pytest.mark.sources
def test_no_tracked_file_holds_a_trace_of_one_machine(project: Path) -> None:
    """No address of a package index and no path of somebody's computer is under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=project, capture_output=True, check=True).stdout
    files = [project / name for name in listed.decode().split("\0") if name]
    assert files
    found = {str(file.relative_to(project)): traces(file.read_bytes()) for file in files if file.is_file()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "line",
    [
        "--extra" + "-index-url https://example.org",
        '{"resolved": ' + '"https://example.org/x.tgz"}',
        "see https://example.org/sim" + "ple/",
        'HERE = "/' + 'home/somebody/depositary"',
        "depositary @ file" + ":///srv/depositary",
    ],
)
def test_the_search_for_traces_finds_them(line: str) -> None:
    """The patterns catch what they are for, so that an empty result means something."""
    assert traces(b"first line\n" + line.encode())
