"""How our compiled functions are made, and where their machine code is kept between runs.

numba notices a changed file but not a changed file that it calls, so the folder carries a digest of all of them.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, MutableMapping
from functools import partial
from pathlib import Path
from typing import Any, cast

import numba

SOURCES = (
    *("compiled.py", "tables.py", "slack.py", "spans.py", "worked.py", "offers.py"),
    *("pool.py", "walk.py", "search.py", "insert_bench.py", "insert_prices.py"),
)
VARIABLE = "NUMBA_CACHE_DIR"


def cache_folder(environ: MutableMapping[str, str]) -> Path:
    """The folder for this version of the search: under NUMBA_CACHE_DIR if set, else under the user's own cache."""
    digest = hashlib.sha256(numba.__version__.encode())
    for name in SOURCES:
        digest.update((Path(__file__).parent / name).read_bytes())
    leaf = f"sanxian-{digest.hexdigest()[:16]}"
    given = environ.get(VARIABLE)
    if given:
        folder = Path(given)
        return folder if folder.name == leaf else folder / leaf
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sanxian" / leaf


def prepare_cache(environ: MutableMapping[str, str]) -> Path:
    """Make the folder and point numba at it; a read-only home costs a compilation each start, not the start itself."""
    folder = cache_folder(environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="sanxian-"))
    environ[VARIABLE] = str(folder)
    setattr(numba.config, "CACHE_DIR", str(folder))  # noqa: B010 - numba makes the names of its settings at run time
    return folder


FOLDER = prepare_cache(os.environ)

Function = Callable[..., Any]
# Reference counts of arrays are left out: nothing compiled allocates, and counting took more than half of the time.
# numpy's error model leaves out the test for a division by zero, which our divisions rule out themselves
compiled = cast(
    "Callable[[Function], Function]",
    partial(numba.njit, cache=True, nogil=True, _nrt=False, error_model="numpy")(),
)
