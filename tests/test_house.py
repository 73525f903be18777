"""The house keeps its own rules: packaging, pins, directions of import, documents."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Collection, Mapping
from importlib.metadata import distribution, distributions
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = ("lifecycle", "aggregates", "projections", "cli", "web")
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


# The packages


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


def modules(home: Path) -> dict[str, Path]:
    """Give the file of every module of the packages, a package by its own name."""
    files = [file for package in PACKAGES for file in (home / package).rglob("*.py")]
    return {".".join(file.relative_to(home).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def imported(source: str, known: Collection[str]) -> set[str]:
    """Name the known modules that a source imports anywhere: in functions and for types alone, too."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"line {node.lineno} imports by a relative name")
        if isinstance(node, ast.ImportFrom):
            within = [f"{node.module}.{name.name}" for name in node.names]
            found |= {name if name in known else str(node.module) for name in within}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & set(known)


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Give the modules that import each other to and fro, together as far as that goes."""
    reached = {name: set(others) for name, others in graph.items()}
    for between in graph:
        for others in reached.values():
            if between in others:
                others.update(reached[between])
    there_and_back = (frozenset(other for other in reached[name] if name in reached[other]) for name in graph)
    return [set(circle) for circle in dict.fromkeys(there_and_back) if circle]


@pytest.mark.sources
def test_nothing_is_imported_in_a_circle(project: Path) -> None:
    """No module needs one that needs it, be it for a type alone or within a function."""
    known = modules(project)
    graph = {name: imported(read(file), known) for name, file in known.items()}
    assert len(graph) > 200
    assert circles(graph) == []


@pytest.mark.parametrize(
    "importing",
    [
        "import b",
        "from b import thing",
        "def late():\n    from b import thing",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import b",
    ],
)
def test_the_search_for_circles_finds_them(importing: str) -> None:
    """A circle is found however its imports are written, and with all its modules."""
    sources = {"a": importing, "b": "from c import d", "c": "", "c.d": "import a", "e": "import a, b"}
    graph = {name: imported(source, sources) for name, source in sources.items()}
    assert circles(graph) == [{"a", "b", "c.d"}]
    assert circles(graph | {"c.d": set()}) == []


# Rooms

MOST = 20
"""Modules in one folder, beside its `__init__`: more are not taken in at a glance."""


def rooms(project: Path) -> dict[str, list[Path]]:
    """Give the folders of the packages that hold modules, as paths with a slash behind, each with its modules."""
    found: dict[str, list[Path]] = {}
    for package in PACKAGES:
        for file in sorted((project / package).rglob("*.py")):
            found.setdefault(f"{file.parent.relative_to(project)}/", []).append(file)
    return found


@pytest.mark.sources
def test_no_room_holds_more_modules_than_a_glance_takes_in(project: Path) -> None:
    counted = {room: sum(file.name != "__init__.py" for file in files) for room, files in rooms(project).items()}
    assert {room: count for room, count in counted.items() if count > MOST} == {}


@pytest.mark.sources
def test_each_room_says_what_belongs_in_it_and_what_does_not(project: Path) -> None:
    """In the first line of its `__init__`; Alembic's folders of scripts are no packages."""
    named = [room for room in rooms(project) if "/migrations/" not in room]
    first = {room: read(project / room / "__init__.py").splitlines()[0] for room in named}
    assert {room: line for room, line in first.items() if not re.match(r'"""[A-Z].+; not .+\.', line)} == {}


@pytest.mark.sources
def test_the_page_on_architecture_shows_the_rooms_that_there_are(project: Path) -> None:
    """The picture names each room under its package, and no other."""
    picture = read(project / "docs/architecture.md").split("## The house")[1].split("## ")[0]
    shown: set[str] = set()
    package = ""
    for indent, name in re.findall(r"^( +)([a-z_]+)/ ", picture, re.MULTILINE):
        if len(indent) < 8:
            package, room = name, f"{name}/"
        else:
            room = f"{package}/{name}/"
        shown.add(room)
    there = {room for room in rooms(project) if room.count("/") <= 2}
    assert shown == there


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


def stale(text: str, project: Path, known: Mapping[str, Path]) -> list[str]:
    """Give what a text names, between backticks, of files, modules and constants of the tree that are not there."""
    roots = "|".join((*PACKAGES, "tools", "benchmarks", "demo", "docs"))
    paths = re.findall(rf"`((?:{roots})/[\w./-]+|tests/[\w./-]+\.py)`", text)
    wrong = [path for path in paths if not (project / path).exists()]
    for name in re.findall(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)`", text):
        module, _, within = name.rpartition(".")
        there = name in known or (module in known and re.search(rf"\b{within}\b", read(known[module])))
        wrong += [] if there else [name]
    for constant, path in re.findall(rf"`([A-Z_]{{3,}})` of `((?:{roots}|tests)/[\w./]+\.py)`", text):
        if (project / path).exists() and not re.search(rf"\b{constant}\b", read(project / path)):
            wrong.append(f"{constant} of {path}")
    return wrong


@pytest.mark.sources
def test_what_documents_and_docstrings_name_is_there(project: Path) -> None:
    """A file that moved, a module that was cut: whoever follows a name arrives."""
    known = modules(project)
    texts = [*project.glob("*.md"), *(project / "docs").rglob("*.md"), *known.values()]
    found = {str(file.relative_to(project)): stale(read(file), project, known) for file in texts}
    assert {file: names for file, names in found.items() if names} == {}


@pytest.mark.sources
@pytest.mark.parametrize(
    "name", ["lifecycle/nowhere.py", "lifecycle.nowhere", "lifecycle.errors.Nowhere", "docs/nowhere/"]
)
def test_the_search_for_what_is_not_there_finds_it(name: str, project: Path) -> None:
    assert stale(f"see `{name}`", project, modules(project)) == [name]


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


@pytest.mark.sources
def test_every_mutant_of_the_law_finds_its_text(project: Path) -> None:
    """Or the rule has moved, and the mutant must follow it (`make mutants`)."""
    spec = spec_from_file_location("mutants", project / "tools" / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    mutants = module_from_spec(spec)
    spec.loader.exec_module(mutants)
    found = [
        (one.rule, (project / "lifecycle" / one.file).read_text("utf-8").count(one.old)) for one in mutants.MUTANTS
    ]
    assert [rule for rule, times in found if times != 1] == []
