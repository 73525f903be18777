"""The web register in a real Chromium: one walk through it, and axe-core on every page; `make browser` installs both.

Skipped where there is no Chromium or no playwright, and says so.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import pytest
from commandline import run
from pages import LIVES

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = Path(__file__).parent / "vendored" / "axe.min.js"

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: make browser")

PAGES = (
    *("/agreements?as_of=2010-12-01", "/agreements?words=nothing-like-it", "/agreements/wco-caricc?as_of=2010-12-15"),
    *("/agreements/reef-wardens?as_of=2009-03-01", "/agreements/wco-caricc/explanation?as_of=2011-02-28"),
    *("/agreements/reef-wardens/history", "/agreements/wco-caricc/difference?as_of=2010-03-01&and_as_of=2011-01-01"),
    *("/agreements/wco-caricc/timeline", "/agreements/wco-caricc/documents", "/agreements/wco-caricc/contacts"),
    *("/agreements/icmpd-wco/balances?as_of=2003-06-01", "/agreements/wco-caricc/diagram", "/certificates"),
    *(
        "/deadlines?as_of=2009-02-01",
        "/parties",
        "/parties/WCO?as_of=2010-05-12",
        "/waiting",
        "/rules",
        "/recordings/31",
    ),
    *("/about", "/search?words=joint", "/agreements/wco-cari", "/agreements?as_of=tomorrow"),
    *("/agreements?lang=fr", "/agreements/wco-caricc?as_of=2010-12-15&lang=ru", "/agreements?lang=de"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a register of three agreements, as an office would."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPOSITARY_DB", str(folder / "register.db"))
        patch.setenv("DEPOSITARY_ACTOR", "clerk")
        for name in ("STATE", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        for line in filter(None, LIVES.splitlines()):
            ran = run(line)
            assert ran.code == 0, f"{line}: {ran.err}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-c", "from cli.main import main; main()", "serve", "--port", str(port)]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=dict(os.environ))
    address = f"http://127.0.0.1:{port}"
    try:
        until = monotonic() + 30
        while True:
            try:
                urlopen(f"{address}/about").close()
                break
            except OSError:
                assert monotonic() < until, "the server does not answer"
                sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Start the browser."""
    with playwright.sync_playwright() as run_by:
        browser = run_by.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """Give a window that notes what the browser complains of."""
    context = chromium.new_context(base_url=address, locale="en-GB", accept_downloads=True)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert complaints == []


def test_a_walk_from_the_register_to_a_proof(page: Any) -> None:
    """Search, an agreement, both sliders, an explanation, a permalink, a feed, a proof."""
    page.goto("/")
    page.get_by_label("Words in titles and names").fill("caricc")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**words=caricc**")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="wco-caricc").click()

    page.get_by_label("As of", exact=True).fill("2010-12-15")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**as_of=2010-12-15**")
    assert page.locator(".title .beside").inner_text() == "SUSPENDED since 4 July 2010"

    legal = page.get_by_label("Legal day")
    legal.focus()
    field = page.get_by_label("As of", exact=True)
    legal.fill(str(int(legal.input_value()) - 209))
    assert field.input_value() == "2010-05-20"
    page.wait_for_url("**as_of=2010-05-20**")
    page.get_by_text("IN FORCE since 30 March 2010").wait_for()

    recorded = page.get_by_label("Recording", exact=True)
    recorded.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**known_at=%230**")
    page.get_by_role("heading", name="That is not on record").wait_for()
    page.go_back()
    page.goto("/agreements/wco-caricc?as_of=2010-05-20&known_at=6")
    page.get_by_text("as known at #6 of 36").first.wait_for()

    page.get_by_role("link", name="Why").click()
    page.get_by_text("as known at #6").first.wait_for()
    assert page.locator("ol.steps li").count() >= 3
    page.get_by_text("Cite this answer").click()
    permalink = page.locator(".cite a").first.get_attribute("href")
    assert permalink is not None
    assert "as_of=2010-05-20" in permalink
    assert "known_at=6" in permalink
    told = page.locator("ol.steps").inner_text()
    page.goto(permalink)
    assert page.locator("ol.steps").inner_text() == told

    page.locator("ol.steps a.seq").first.click()
    page.wait_for_url("**/recordings/**")
    with page.expect_download() as download:
        page.get_by_role("link", name=".tlog-proof").click()
    assert Path(download.value.path()).read_text().startswith("c2sp.org/tlog-proof@v1")

    page.goto("/agreements/wco-caricc?as_of=2010-12-15")
    feed = page.get_by_role("link", name="Calendar to subscribe to").get_attribute("href")
    assert page.request.get(feed).text().startswith("BEGIN:VCALENDAR")


def test_without_scripts_every_step_is_a_link_or_a_button(chromium: Any, address: str) -> None:
    """The same questions, asked by plain forms; the sliders are not there."""
    context = chromium.new_context(base_url=address, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/agreements/wco-caricc")
    assert not page.locator(".slider").first.is_visible()
    page.get_by_label("As of", exact=True).fill("2010-12-15")
    page.get_by_label("As known at").fill("#9")
    page.get_by_role("button", name="Ask").click()
    assert page.get_by_text("as known at #9 of 36").first.is_visible()
    page.get_by_role("link", name="français").click()
    page.get_by_role("button", name="Demander").click()
    assert "lang=fr" in page.url
    assert "known_at=%239" in page.url
    assert page.locator("html").get_attribute("lang") == "fr"
    context.close()


def test_a_language_is_chosen_on_any_page_and_stays(page: Any) -> None:
    """By links that lead to the page as it stands, after a slider has moved it, too; the browser wishes for English."""
    page.goto("/agreements/wco-caricc?as_of=2010-12-15")
    page.get_by_label("As of", exact=True).fill("2010-05-20")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**as_of=2010-05-20**")
    russian = page.get_by_role("link", name="русский")
    page.wait_for_function("document.querySelector('#languages a[lang=ru]').href.includes('2010-05-20')")
    russian.click()
    page.wait_for_url("**lang=ru**")
    assert "as_of=2010-05-20" in page.url
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("#languages [aria-current]").inner_text() == "русский"
    field = page.locator("#as_of")
    field.fill("2010-12-15")
    field.press("Enter")
    page.wait_for_url("**as_of=2010-12-15**")
    assert "lang=ru" in page.url
    page.locator(".masthead .name").click()
    page.wait_for_url("**/agreements?lang=ru")
    assert page.locator("#languages a").count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_any_page(width: int, scheme: str, chromium: Any, address: str) -> None:
    """WCAG 2.2 AA as far as axe-core tells; nor does any page scroll sideways, at 320 pixels or at 200 % zoom."""
    context = chromium.new_context(
        base_url=address, color_scheme=scheme, viewport={"width": width, "height": 800}, locale="en-GB", bypass_csp=True
    )
    page, found = context.new_page(), {}
    axe = AXE.read_text(encoding="utf-8")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for path in PAGES:
        page.goto(path)
        page.evaluate(axe)
        told = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        if told["violations"]:
            found[path] = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in told["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if width == 1280:
            page.set_viewport_size({"width": 640, "height": 400})  # as at 200 % zoom
            assert page.evaluate("document.documentElement.scrollWidth") <= 640, f"{path} at 200 %"
            page.set_viewport_size({"width": width, "height": 800})
    context.close()
    assert found == {}


def test_the_keyboard_alone_reaches_everything(page: Any) -> None:
    """The first stop leads past the navigation; each stop can be seen."""
    page.goto("/agreements/wco-caricc?as_of=2010-12-15")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        name = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)")
        seen.add(name)
        assert outline != "none" or page.evaluate("document.activeElement === document.body"), name
    assert {"as_of", "known_at", "as_of_slider", "known_at_slider", "Ask", "History"} <= seen


def test_print_leaves_out_what_is_operated(page: Any) -> None:
    """The answer stays, and for which day it is."""
    page.goto("/agreements/wco-caricc?as_of=2010-12-15")
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Ask").is_visible()
    assert page.locator(".title h1").is_visible()
    assert re.search(r"As of 15 December 2010", page.locator("main").inner_text())
