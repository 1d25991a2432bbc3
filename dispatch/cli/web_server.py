"""gunicorn, run from Python: one process with threads on this machine, or gevent behind a balancer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from dispatch.app import live_of
from dispatch.web.security import SecretFilter, mask_secrets

THREADS: Final = 400
"""Each open page holds one; see MOST_THREADED in web/sockets.py."""
GOODBYE_S: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        scheme = "https" if self.certificate else "http"
        host = "localhost" if self.host in ("127.0.0.1", "::1", "0.0.0.0", "::") else self.host  # noqa: S104  # only compared
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"


class MaskingLogger(Logger):
    """gunicorn's log without tokens: `/c/…` is a key to somebody's order."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            for handler in logger.handlers:
                handler.addFilter(SecretFilter())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {
            name: mask_secrets(value) if isinstance(value, str) else value for name, value in atoms.items()
        }


class HangingUpWorker(ThreadWorker):
    """Threads; asked to stop, it closes the open pages' connections, which would otherwise be waited for."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        app = self.app.callable
        if app is not None and self.alive:
            Thread(target=hang_up, args=(app,), daemon=True).start()
        super().handle_exit(sig, frame)


def hang_up(app: Flask) -> None:
    """Close every socket; the pages come back by themselves, to whoever serves next."""
    live_of(app).server.eio.disconnect()


class WebServer(BaseApplication):
    """`make_app` is called in the worker, after the fork; what it starts, `at_exit` ends."""

    def __init__(
        self,
        address: Address,
        make_app: Callable[[], Flask],
        *,
        at_exit: Callable[[], None],
        when_ready: Callable[[], None],
        gevent: bool = False,
        access_log: bool = False,
    ) -> None:
        self._address, self._make_app = address, make_app
        self._at_exit, self._when_ready = at_exit, when_ready
        self._gevent, self._access_log = gevent, access_log
        super().__init__()

    def load_config(self) -> None:
        address = self._address
        host = f"[{address.host}]" if ":" in address.host else address.host
        values = {
            "bind": f"{host}:{address.port}",
            "workers": 1,
            "worker_class": "gevent" if self._gevent else HangingUpWorker,
            "threads": 1 if self._gevent else THREADS,
            "worker_connections": 10_000 if self._gevent else 2 * THREADS,
            "timeout": 60,
            "graceful_timeout": GOODBYE_S,
            "keepalive": 30,
            "control_socket_disable": True,
            "logger_class": MaskingLogger,
            "loglevel": "warning",
            "errorlog": "-",
            "accesslog": "-" if self._access_log else None,
            "access_log_format": '%(h)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms',
            "certfile": str(address.certificate) if address.certificate else None,
            "keyfile": str(address.key) if address.key else None,
            "when_ready": lambda _arbiter: self._when_ready(),
            "worker_exit": lambda _arbiter, _worker: self._at_exit(),
            "proc_name": "sanxian",
        }
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_app()
