"""What a person waits for in Chromium: the first title, the heatmap, the matrix of many partners."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks import rounds, server_time
from tests.benchmarks.processes import PROJECT, environment, python, ratio
from tests.benchmarks.visiting import Served, free_port, serving, visiting

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
CELLS = ".js-plotly-plot .scatterlayer .point, .js-plotly-plot .heatmaplayer image, td[data-at]"
PATIENCE_MILLISECONDS = 60_000
COLD_STARTS, CLICKS = 7, 7


def cold_start(folder: Path) -> float:
    """Process start to visible title, over the same of a one-line page; the database exists already."""
    line = folder / "one_line.py"
    line.write_text('import streamlit as st\nst.title("One line")\n', encoding="utf-8")
    variables = {"COLLAB_DATABASE_URL": rounds.url_of(rounds.sample(folder))}
    with _chromium() as browser:
        return ratio(
            lambda: _start_to_title(browser, server_time.APP, variables),
            lambda: _start_to_title(browser, line, {}),
            COLD_STARTS,
        )


def heatmap_visible(folder: Path) -> float:
    """Click on Readiness to visible heatmap of 20 partners, over the same with the page of constants."""
    database = rounds.round_with(folder, 1_000)
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        real = stack.enter_context(serving(server_time.APP, folder, _on(database)))
        recording = {"COMMON_GROUND_RECORDING": str(_record(folder, real))}
        constants = stack.enter_context(serving(server_time.CONSTANTS, folder, recording))
        return ratio(_click(browser, real), _click(browser, constants), CLICKS)


def many_partners(folder: Path) -> float:
    """Click on Readiness to visible matrix of 168 partners, over the same with 20 partners."""
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        databases = rounds.survey_of_168_schools(folder), rounds.round_with(folder, 1_000)
        many, few = (stack.enter_context(serving(server_time.APP, folder, _on(each))) for each in databases)
        return ratio(_click(browser, many), _click(browser, few), CLICKS)


def _on(database: Path) -> dict[str, str]:
    return {"COLLAB_DATABASE_URL": rounds.url_of(database)}


def _record(folder: Path, served: Served) -> Path:
    with visiting(served) as visit:
        server_time.warm(visit)
        return server_time.recorded(folder, visit)


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def _tab(browser: Browser) -> Iterator[Page]:
    """A tab with nothing in its cache."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    yield page
    context.close()


def _start_to_title(browser: Browser, script: Path, variables: dict[str, str]) -> float:
    port = free_port()
    command = python(
        *("-m", "streamlit", "run", script, "--server.port", port, "--server.address", "127.0.0.1"),
        *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
    )
    with _tab(browser) as page:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(variables),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _open(page, port)
            page.locator("h1").first.wait_for()
            return time.perf_counter() - began
        finally:
            process.terminate()
            process.wait(10)


def _open(page: Page, port: int) -> None:
    until = time.monotonic() + PATIENCE_MILLISECONDS / 1000
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.005)
    page.goto(f"http://127.0.0.1:{port}", wait_until="commit")


def _click(browser: Browser, served: Served) -> Callable[[], float]:
    def measure() -> float:
        with _tab(browser) as page:
            page.goto(f"http://127.0.0.1:{served.port}")
            link = page.get_by_test_id("stSidebarNavLink").filter(has_text="Readiness")
            link.wait_for()
            page.wait_for_load_state("networkidle")
            began = time.perf_counter()
            link.click()
            page.locator(CELLS).first.wait_for()
            return time.perf_counter() - began

    return measure
