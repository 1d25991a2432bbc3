"""What every test may use: databases of both kinds, their place in memory, `make test` apart from `make prove`."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

settings.register_profile(
    "test",
    deadline=None,
    max_examples=60,
    derandomize=True,  # the same cases in every run; `make prove` draws new ones
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("prove", deadline=None, max_examples=2000, suppress_health_check=list(HealthCheck))
PROVE = os.environ.get("SANXIAN_PROVE") == "1"
settings.load_profile("prove" if PROVE else "test")

MEMORY: Final = Path("/dev/shm")  # noqa: S108  # pytest and mkdtemp make folders of their own in it
ROOM: Final = 4 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # Two thousand databases that live for a moment need no disk: a new one on PostgreSQL takes a tenth of the time
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


LONG: Final = ("tests/kills/", "tests/web/test_serving.py", "tests/simulation/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker ends alone with one of them; long proofs are left to `make prove`."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    if PROVE:
        return
    for item in items:
        if item.get_closest_marker("prove"):
            item.add_marker(pytest.mark.skip(reason="a long proof: make prove runs it"))
