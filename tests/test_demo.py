"""The demonstration: it runs from a clone, touches nothing else, and its register answers what it promises."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.sources


@pytest.fixture(scope="module")
def clone(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration and the command, in which it has run."""
    clone = tmp_path_factory.mktemp("clone")
    shutil.copytree(project / "demo", clone / "demo", ignore=shutil.ignore_patterns("register"))
    folder = clone / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "depositary").symlink_to(Path(sys.executable).with_name("depositary"))
    return clone


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of a user for whom nothing has run yet."""
    return tmp_path_factory.mktemp("demo_home")


@pytest.fixture(scope="module")
def shown(clone: Path, home: Path) -> str:
    """What the demonstration prints, where an earlier one has left its register."""
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
    environment = os.environ | folders | {"HOME": str(home)}
    environment |= {"DEPOSITARY_DB": "sqlite:///elsewhere.db", "DEPOSITARY_FORMAT": "json"}
    (clone / "demo/register").mkdir()
    (clone / "demo/register/register.db").write_text("of an earlier run", encoding="utf-8")
    ran = subprocess.run(
        ["bash", "demo/run.sh"], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_it_leaves_a_paper_with_the_participants_and_a_picture(shown: str, clone: Path) -> None:
    assert "PARTICIPANT" in shown
    said = PdfReader(clone / "demo/register/icmpd-wco.pdf").pages[0].extract_text()
    assert "Participants" in said
    assert "21 May 1999 Brussels" in said.replace("\u00a0", " ")
    picture = (clone / "demo/register/icmpd-wco.svg").read_text("utf-8")
    assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"


def test_it_tells_both_lives_on_telling_days(shown: str) -> None:
    """The days that the texts fix, and those of the illustration, which is called one."""
    blocks = shown.split("\n$ depositary ")
    for line in (
        "status wco-caricc --as-of 2010-03-18 DRAFTED",
        "status wco-caricc --as-of 2010-03-29 SIGNED",
        "status wco-caricc --as-of 2010-03-30 IN FORCE",
        "status wco-caricc --as-of 2010-07-04 SUSPENDED",
        "status wco-caricc --as-of 2010-11-30 NOTICE GIVEN",
        "status wco-caricc --as-of 2011-02-28 TERMINATED",
        "status icmpd-wco --as-of 1999-05-21 IN FORCE",
        "status icmpd-wco --as-of 2004-02-28 NOTICE GIVEN",
        "status icmpd-wco --as-of 2004-02-29 WINDING DOWN",
        "status icmpd-wco --as-of 2004-07-30 TERMINATED",
    ):
        command, state = line[: line.index("-of ") + 14], line[line.index("-of ") + 15 :]
        block = next(block for block in blocks if block.startswith(command))
        assert state in block, block
        assert "PARTICIPANT" in block, block
    assert "ILLUSTRATION" in shown
    assert "and so are the answers made from it" in shown


def test_it_touches_nothing_but_its_own_folder(clone: Path, home: Path, shown: str) -> None:
    """Neither the register named in the environment nor the folders of the user."""
    assert shown
    assert sorted(path.name for path in clone.iterdir()) == [".venv", "demo"]
    assert list(home.iterdir()) == []


def test_the_commands_it_prints_at_the_end_work(clone: Path, shown: str) -> None:
    """With the register that it names; the third is refused, as it says, and the last shows an agreement's page."""
    lines = [line.strip() for line in shown[shown.index("Three commands") :].splitlines() if line.startswith("    ")]
    assert len(lines) == 5
    codes = [
        subprocess.run(
            ["bash", "-c", f"{lines[0]}\n{line}"], cwd=clone, capture_output=True, text=True, check=False
        ).returncode
        for line in lines[1:-1]
    ]
    assert codes == [0, 0, 5]
    serve, address = lines[-1].split("#")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = f"{lines[0]}\nexec {serve.strip()} --port {port}"
    server = subprocess.Popen(["bash", "-c", script], cwd=clone, stderr=subprocess.DEVNULL)
    try:
        assert "NOTICE GIVEN" in page(address.strip().replace(":8000", f":{port}"))
    finally:
        server.terminate()
        server.wait(20)


def page(address: str) -> str:
    """Give a page of a server that is about to start."""
    until = monotonic() + 30
    while True:
        try:
            with urlopen(address) as found:
                return str(found.read(), "utf-8")
        except OSError:
            assert monotonic() < until, "nothing answers"
            sleep(0.1)
