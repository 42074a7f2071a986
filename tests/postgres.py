"""A PostgreSQL server for tests: in a temporary directory, on a free port of 127.0.0.1, ended by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

_PLACES = ("/usr/lib/postgresql", "/usr/pgsql-*", "/opt/homebrew/opt", "/usr/local/opt")
_CHEAP = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest version first."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    folders = [folder for place in _PLACES for folder in Path("/").glob(f"{place.lstrip('/')}/*/bin")]
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    return max(usable, key=lambda folder: float("0" + folder.parent.name.split("@")[-1]), default=None)


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: its own account then, else (None) whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("postgres")


def why_not() -> str:
    """Why no server can be started here; "" where one can."""
    if programs() is None:
        return "PostgreSQL is not installed (no initdb and postgres found)"
    try:
        _account()
    except KeyError:
        return "PostgreSQL does not run as root, and there is no account named postgres"
    return ""


@dataclass(eq=False)
class Server:
    """A running server. Each test has a database of its own in it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    count: int = field(default=0)

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://common_ground@127.0.0.1:{self.port}/{database}"

    def create_database(self, like: str = "template1") -> str:
        """A new database with what another one holds; its name."""
        self.count += 1
        name = f"test_{self.count}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def drop_database(self, name: str) -> None:
        """Away with it, whoever is still connected."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def stop(self) -> None:
        """End the server and remove its folder."""
        self.end(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def end(self, how: signal.Signals) -> None:
        """End the server: SIGINT politely, SIGQUIT as in a crash."""
        self.process.send_signal(how)
        self.process.wait(timeout=30)

    def start_again(self) -> None:
        """The same data on the same port."""
        self.process = _launch(self.folder, self.port)

    def wait(self) -> None:
        """Until it answers."""
        ends = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > ends or self.process.poll() is not None:
                    log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log[-2000:]}") from None
                time.sleep(0.05)


def start_server() -> Server:
    """Make a cluster and start it."""
    folder = Path(tempfile.mkdtemp(prefix="common_ground_pg_"))
    account = _account()
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    command = [_program("initdb"), "--pgdata", folder / "data", "--username", "common_ground", "--auth", "trust"]
    subprocess.run([*command, "--no-sync", "--encoding", "UTF8", "--no-locale"], check=True, **_as(folder))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Server(folder, port, _launch(folder, port))
    server.wait()
    return server


def _program(name: str) -> Path:
    folder = programs()
    assert folder is not None
    return folder / name


def _as(folder: Path) -> dict[str, object]:
    account = _account()
    who = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **who}


def _launch(folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = [part for setting in _CHEAP for part in ("-c", setting)]
    command = [_program("postgres"), "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([*command, *settings], **{**_as(folder), "stdout": log, "stderr": log})  # type: ignore[call-overload]
