"""Take the picture of an agreement's page for the README by Chromium and playwright, after `make demo`.

.venv/bin/python tools/agreement_picture.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import sleep

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
REGISTER = ROOT / "demo" / "register" / "register.db"
PORT = "8765"
PAGE = f"http://127.0.0.1:{PORT}/agreements/wco-caricc?as_of=2010-12-15"


def main() -> None:
    """Serve the demonstration register, take the picture, and end."""
    command = [str(Path(sys.executable).with_name("depositary")), "serve", "--port", PORT, "--db", str(REGISTER)]
    server = subprocess.Popen(command, env=dict(os.environ))
    try:
        sleep(4)
        with sync_playwright() as by:
            browser = by.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1100, "height": 1150}, locale="en-GB", color_scheme="light")
            page.goto(PAGE)
            page.screenshot(path=str(ROOT / "docs" / "agreement.png"))
            browser.close()
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
