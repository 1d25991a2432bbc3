"""The pages' import map: module names of static/vendor/importmap.json to their addresses; its hash for the policy;
which modules a page needs, so that the browser fetches them all at once.
"""

import base64
import hashlib
import json
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dispatch.web.static_files import build_hash, static_root

_IMPORT: Final = re.compile(r"""(?:^|[;}\s])(?:import|export)\b(?:[^'"();]*?\bfrom)?\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    text: str
    """What stands between the script tags, byte for byte."""
    csp_hash: str
    """`sha256-…` of it, the one inline script that the policy allows."""


def import_map() -> ImportMap:
    return _import_map(build_hash())


@lru_cache(maxsize=4)
def _import_map(build: str) -> ImportMap:
    imports = {name: f"/static/{build}/vendor/{path}" for name, path in vendor_modules().items()}
    text = json.dumps({"imports": imports}, indent=1)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return ImportMap(text=text, csp_hash=f"sha256-{digest}")


def vendor_modules() -> dict[str, str]:
    """Module name to file below static/vendor/."""
    path = static_root() / "vendor" / "importmap.json"
    if not path.is_file():
        return {}  # a checkout before `make vendor`: the server runs, its pages do not
    modules: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return modules


def modules_of(entry: str) -> tuple[str, ...]:
    """Every file below static/ that `entry` imports, itself and later-loaded ones left out."""
    return _modules_of(entry, build_hash())


@lru_cache(maxsize=16)
def _modules_of(entry: str, _build: str) -> tuple[str, ...]:
    vendor = vendor_modules()
    found: dict[str, None] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop(0)
        path = static_root() / name
        if name in found or not path.is_file():
            continue
        found[name] = None
        for wanted in _IMPORT.findall(path.read_text(encoding="utf-8")):
            if wanted.startswith("."):
                waiting.append(posixpath.normpath(posixpath.join(posixpath.dirname(name), wanted)))
            elif wanted in vendor:
                waiting.append(f"vendor/{vendor[wanted]}")
    return tuple(name for name in found if name != entry)
