"""`sanxian serve` as a child process, for tests that need the real thing; and a Redis of our own."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import httpx
import pytest

from dispatch.clock import monotonic
from tests.databases import AUDIT_KEY

PROGRAM = (sys.executable, "-c", "from dispatch.cli import main; main()")
SECRET = "a-test-secret-of-more-than-32-characters"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SANXIAN_")}
    given = {
        "SANXIAN_DATA_DIR": str(folder),
        "SANXIAN_SECRET": SECRET,
        "SANXIAN_AUDIT_KEY": AUDIT_KEY,
    } | settings
    return kept | given


@contextmanager
def serving(
    *arguments: str,
    settings: Mapping[str, str],
    log: Path,
    port: int | None = None,
    certificate: Path | None = None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start, wait until it answers (a role without a port: until it says that it runs), end it in good order."""
    wanted = ["--port", str(port)] if port else []
    with log.open("wb") as out:
        child = subprocess.Popen(
            (*PROGRAM, "serve", *arguments, *wanted), env=dict(settings), stdout=out, stderr=out
        )
    address = f"{'https' if certificate else 'http'}://localhost:{port}" if port else ""
    verify = ssl.create_default_context(cafile=certificate) if certificate else True

    def answers() -> bool:
        if port is None:
            return "is running" in log.read_text()
        try:
            return httpx.get(f"{address}/api/v1/health", verify=verify).is_success
        except httpx.TransportError:
            return False

    try:
        ends = monotonic() + 60
        while not answers():
            assert child.poll() is None, log.read_text()
            assert monotonic() < ends, log.read_text()
            sleep(0.05)
        yield address, child
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis on a free port of the loopback that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("redis-server is missing")
        pytest.skip("redis-server is missing")
    port = free_port()
    options = (
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    )
    child = subprocess.Popen((program, *options), stdout=subprocess.DEVNULL)
    try:
        ends = monotonic() + 10
        while monotonic() < ends:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        child.terminate()
        child.wait()
