"""Serves a Streamlit script and visits it as a browser does, over its websocket, without drawing anything."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.benchmarks.processes import PROJECT, environment, python

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A running server; times is the file to which it adds the seconds of each script run."""

    port: int
    times: Path

    def latest_seconds(self) -> float:
        """How long the latest script run took."""
        return float(self.times.read_text(encoding="utf-8").split()[-1])

    def runs(self) -> int:
        """How many script runs have ended."""
        return len(self.times.read_text(encoding="utf-8").split()) if self.times.exists() else 0


def free_port() -> int:
    """A port of this computer that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(script: Path, folder: Path, variables: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serve a script on a free port of this computer until the block ends."""
    port = free_port()
    served = Served(port, folder / f"times_{port}.txt")
    log = (folder / f"server_{port}.log").open("w", encoding="utf-8")
    command = python("-m", "tests.benchmarks.served", script, port, served.times)
    process = subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=log, env=environment(variables))
    try:
        _wait_until_up(port, process)
        yield served
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server on port {port} did not come up.")


@dataclass
class Visit:
    """One visitor of a server: runs pages and keeps what the latest run drew."""

    served: Served
    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    drawn: list[ForwardMsg] = field(default_factory=list)

    def run(self, page: str = "", query: str = "") -> float:
        """Run a page (by its place in the address, "" for the first) and return the server's seconds."""
        before = self.served.runs()
        message = BackMsg()
        message.rerun_script.query_string = query
        if page in self.pages:
            message.rerun_script.page_script_hash = self.pages[page]
        else:
            message.rerun_script.page_name = page
        self.socket.send(message.SerializeToString())
        self._listen()
        while self.served.runs() == before:
            time.sleep(0.002)
        return self.served.latest_seconds()

    def _listen(self) -> None:
        self.drawn = []
        while True:
            data = self.socket.recv(timeout=PATIENCE_SECONDS)
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            if message.WhichOneof("type") == "delta":
                self.drawn.append(message)
            elif message.WhichOneof("type") == "navigation":
                self.pages = {each.url_pathname: each.page_script_hash for each in message.navigation.app_pages}
            elif message.WhichOneof("type") == "script_finished":
                return


@contextmanager
def visiting(served: Served) -> Iterator[Visit]:
    """Open a session on a server."""
    address = f"ws://127.0.0.1:{served.port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        yield Visit(served, connection)


def elements_in(drawn: list[ForwardMsg]) -> Counter[str]:
    """How many elements of each kind a run drew, charts with their number of traces."""
    elements = [message.delta.new_element for message in drawn if message.delta.HasField("new_element")]
    return Counter(f"{element.WhichOneof('type')} {_traces(element)}".strip() for element in elements)


def _traces(element: Element) -> str:
    if not element.HasField("plotly_chart"):
        return ""
    return f"of {len(json.loads(element.plotly_chart.spec)['data'])} traces"


def faults_in(drawn: list[ForwardMsg]) -> list[str]:
    """The exceptions that a run drew instead of what was wanted."""
    elements = [message.delta.new_element for message in drawn if message.delta.HasField("new_element")]
    return [element.exception.message for element in elements if element.HasField("exception")]
