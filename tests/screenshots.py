"""python -m tests.screenshots: renews the pictures that the README shows, from the made-up sample."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import PATIENCE_MS, QUIET, SYSTEM_CHROMIUM, end, free_port, wait_until_healthy

PROJECT = Path(__file__).resolve().parents[1]
PICTURES = PROJECT / "docs"
WIDTH, HEIGHT = 1440, 1240
CHART, BOARD = ".js-plotly-plot .main-svg", ".board .card"
SCREENS = {
    "readiness": CHART,
    "compare": CHART,
    "stages": CHART,
    "checklists": CHART,
    "logic_model": BOARD,
    "action_plans": CHART,
}
"""What is on each screen when it is drawn."""


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
        for screen, drawn in SCREENS.items():
            page.goto(f"{address}/{screen}")
            page.locator(drawn).first.wait_for()
            page.wait_for_timeout(1_500)
            page.screenshot(path=str(PICTURES / f"{screen}.png"))
            print(f"docs/{screen}.png")
        browser.close()


if __name__ == "__main__":
    main()
