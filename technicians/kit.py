"""The parts in a technician's van: what a visit leaves of them."""

from collections.abc import Mapping


def used(stock: Mapping[str, int], parts: Mapping[str, int]) -> dict[str, int]:
    """The stock after a visit; one that was miscounted ends at nothing, not below."""
    return {**stock, **{part: max(0, stock.get(part, 0) - count) for part, count in parts.items()}}
