"""What goes along with the web register: vendored files as they were published, templates and style in the package."""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from projections.forms.html.sheet import STYLE

VENDORED = {
    "htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
}
"""Of each vendored file of the face, its digest as published (htmx.org 4.0.1)."""

AXE = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
"""The same of axe-core 4.14.1, which only tests use."""


def folder() -> Path:
    spec = find_spec("web")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def test_vendored_files_are_as_they_were_published_each_with_its_licence() -> None:
    vendored = folder() / "static" / "vendored"
    scripts = sorted(file.name for file in vendored.iterdir() if not file.name.endswith(".LICENSE"))
    assert scripts == sorted(VENDORED)
    for name, digest in VENDORED.items():
        assert sha256((vendored / name).read_bytes()).hexdigest() == digest
        licence = (vendored / f"{name.partition('.')[0]}.LICENSE").read_text("utf-8")
        assert "Zero-Clause BSD" in licence


def test_what_tests_take_from_elsewhere_is_so_too() -> None:
    vendored = Path(__file__).parent / "vendored"
    assert sha256((vendored / "axe.min.js").read_bytes()).hexdigest() == AXE
    assert "Mozilla Public License" in (vendored / "axe.LICENSE").read_text("utf-8")


def test_templates_and_style_are_in_the_package() -> None:
    """All that a page asks for, in the wheel as in the sources."""
    templates = {file.name for file in (folder() / "templates").glob("*.html")}
    assert {"frame.html", "register.html", "agreement.html", "answer.html", "stopped.html"} <= templates
    frame = (folder() / "templates" / "frame.html").read_text("utf-8")
    for asked in re.findall(r'(?:href|src)="/static/([^"]+)"', frame):
        assert (folder() / "static" / asked).is_file() or asked == STYLE.name, asked


@pytest.mark.parametrize("file", [folder() / "static" / "register.css", STYLE])
def test_no_style_asks_anything_of_other_hosts(file: Path) -> None:
    assert not re.search(r"url\(|@import|//[a-z]", file.read_text("utf-8"))
