"""How many random cases a law is tried on: few in `make test`, twenty times as many in `make prove`."""

import os

from hypothesis import HealthCheck, settings

TIMES = 20 if os.environ.get("SANXIAN_PROVE") == "1" else 1


def examples(usual: int) -> settings:
    """For laws whose cases are dearer or cheaper than most; the others have the profile's number."""
    return settings(max_examples=TIMES * usual, deadline=None, suppress_health_check=list(HealthCheck))
