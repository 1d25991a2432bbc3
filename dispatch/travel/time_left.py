"""How long somebody on the way still takes, from where they were last seen."""

from datetime import timedelta

from dispatch.travel.great_circle import GreatCircle, Point


def time_left(known_s: int | None, seen: Point, home: Point) -> timedelta:
    """As reckoned on the roads when they were seen; where nobody did that, by the straight line."""
    if known_s is not None:
        return timedelta(seconds=known_s)
    return timedelta(seconds=int(GreatCircle().seconds([seen], [home])[0, 0]))
