"""The demo finds a free port, keeps its secret to its owner, and says why its server ended."""

import socket
from pathlib import Path
from threading import Event

import pytest

from dispatch.simulation.server import Server, ServerDied, choose_port, keep_secret


def test_a_free_port_is_kept() -> None:
    port = choose_port(0)
    assert choose_port(port) == port


def test_a_taken_port_is_left_to_others() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert choose_port(taken) != taken


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    secret = keep_secret(tmp_path)
    assert len(secret) > 30
    assert keep_secret(tmp_path) == secret
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_server_that_ends_by_itself_leaves_its_last_words(tmp_path: Path) -> None:
    environment = {"SANXIAN_CLOCK": "sundial", "SANXIAN_DATA_DIR": str(tmp_path)}
    with (
        Server(choose_port(0), environment=environment, log=tmp_path / "server.log") as server,
        pytest.raises(ServerDied, match="SANXIAN_CLOCK"),
    ):
        server.wait_until_healthy(Event())
