"""python -m tests.screenshots: renews the pictures that the README shows, from the made-up sample."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import PATIENCE_MS, QUIET, SYSTEM_CHROMIUM, end, free_port, wait_until_healthy

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs"
WIDTH, HEIGHT = 1440, 1240
SCREENS = ("readiness", "compare", "stages", "checklists")


def main() -> None:
    """Load the sample into a database of its own, open each screen, keep its picture."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'pictures.sqlite'}"
        subprocess.run([sys.executable, "-m", "collab", "sample", "--database", database], cwd=PROJECT, check=True)
        server, address = _served(database)
        try:
            _take(address)
        finally:
            end(server)


def _served(database: str) -> tuple[subprocess.Popen[bytes], str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={port}"],
        cwd=PROJECT,
        env={**os.environ, "COLLAB_DATABASE_URL": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    wait_until_healthy(address, server)
    return server, address


def _take(address: str) -> None:
    with sync_playwright() as driver:
        path = str(SYSTEM_CHROMIUM) if SYSTEM_CHROMIUM.exists() else None
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(PATIENCE_MS)
        for screen in SCREENS:
            page.goto(f"{address}/{screen}")
            _wait_until_drawn(page)
            page.screenshot(path=str(PICTURES / f"{screen}.png"))
            print(f"docs/{screen}.png")
        browser.close()


def _wait_until_drawn(page: Page) -> None:
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.wait_for_timeout(1_500)


if __name__ == "__main__":
    main()
