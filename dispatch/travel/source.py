"""Which source of travel times the setting names: a road graph, an HTTP table, or the great circle where none is set."""

from dispatch.travel.cache import Source
from dispatch.travel.great_circle import GreatCircle


def make_source(named: str | None) -> Source:
    """The source of travel times; None: great circle, marked as estimated."""
    if named is None:
        return GreatCircle()
    raise ValueError(f"SANXIAN_TRAVEL: no source {named!r}")
