"""The files under /static/<build>/…: where they are, the hash in their address, how they are sent."""

import hashlib
import mimetypes
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, request
from werkzeug.security import safe_join

from dispatch.clock import monotonic
from dispatch.web.auth import public

BLUEPRINT: Final = Blueprint("static_files", __name__)
LOOK_EVERY_S: Final = 2
FOREVER: Final = "public, max-age=31536000, immutable"
_BUILD: Final = re.compile(r"[0-9a-f]{12}")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".ftl": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def static_root() -> Path:
    """In a wheel the files lie in the package, in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "static"
    return inside if inside.is_dir() else package.parent / "static"


def build_hash() -> str:
    """Twelve characters that change with any file; addresses that carry it may be kept for ever."""
    return _build_of(int(monotonic() // LOOK_EVERY_S))


@lru_cache(maxsize=1)
def _build_of(_moment: int) -> str:
    """Looked at anew now and then, so that somebody who works on the files sees them without a restart."""
    signature = tuple(
        (path.relative_to(static_root()).as_posix(), stat.st_size, stat.st_mtime_ns)
        for path in sorted(static_root().rglob("*"))
        if path.is_file()
        for stat in (path.stat(),)
    )
    return _hash_files(signature)


@lru_cache(maxsize=2)
def _hash_files(signature: tuple[tuple[str, int, int], ...]) -> str:
    """The hash of the contents; the signature (sizes and times) only says when to read them again."""
    digest = hashlib.sha256()
    for name, _, _ in signature:
        digest.update(name.encode() + b"\0" + (static_root() / name).read_bytes())
    return digest.hexdigest()[:12]


@BLUEPRINT.get("/static/<path:name>")
@public
def send_static(name: str) -> Response:
    """`/static/<build>/…` may be kept for ever; without the build, or with an older one, it is asked for again."""
    build, _, rest = name.partition("/")
    hashed = bool(_BUILD.fullmatch(build))
    response = send_whole(rest if hashed else name)
    response.headers["Cache-Control"] = FOREVER if build == build_hash() else "no-cache"
    return response


def send_whole(name: str) -> Response:
    """One file of static/ with its type and an ETag, or 404."""
    found = safe_join(str(static_root()), name)
    path = Path(found) if found else None
    if path is None or not path.is_file() or any(part.startswith(".") for part in Path(name).parts):
        abort(404)
    content_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(path.read_bytes(), content_type=content_type)
    response.add_etag()
    response.make_conditional(request)
    return response
