"""How often one address may try to sign in or open a link; real time, in memory or in Redis."""

from typing import Final

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LIMITER: Final = Limiter(key_func=get_remote_address, headers_enabled=False, strategy="moving-window")
SIGN_IN: Final = "10 per minute; 100 per hour"
OPEN_LINK: Final = "60 per minute"


def install(app: Flask, redis_url: str | None) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_KEY_PREFIX"] = "sanxian"
    # with Redis down people still sign in: the limit is then each process's own
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = redis_url is not None
    LIMITER.init_app(app)
