"""Where every random number of the simulation comes from: the seed and a name, never the time."""

from random import Random


def drawn_for(seed: int, *names: object) -> Random:
    """The numbers that belong to this thing; other things do not disturb them."""
    return Random("/".join(str(part) for part in (seed, *names)))  # noqa: S311  # a simulation, no secret


def happens(random: Random, share: float) -> bool:
    """True for this share of all cases."""
    return random.random() < share
