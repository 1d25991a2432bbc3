"""What every test may use: databases of both kinds, and the switch between `make test` and `make prove`."""

import os

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the long proofs to `make prove`."""
    if PROVE:
        return
    for item in items:
        if item.get_closest_marker("prove"):
            item.add_marker(pytest.mark.skip(reason="a long proof: make prove runs it"))
