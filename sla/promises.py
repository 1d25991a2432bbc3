"""THE TABLE: every promise we publish, its target, calendar, warnings and compensation."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import partial
from types import MappingProxyType

from sla.policy import (
    Audience,
    Counting,
    Half,
    Kind,
    Once,
    PartOfDay,
    PerStartedDay,
    Policy,
    PromiseCode,
    Row,
    Warned,
)
from sla.targets import AroundAgreed, ByCutOff, ByLocalTime, LocalTime, OwnDeadline, ShareOfContract, Within

WARNINGS = (
    Warned(50, (Audience.TECHNICIAN,)),
    Warned(75, (Audience.LEAD,)),
    Warned(90, (Audience.MANAGER,)),
)
BREACH = (Audience.DIRECTOR, Audience.CUSTOMER)
INTERNAL = (Audience.DIRECTOR,)
"""The customer knows nothing of a promise between ourselves."""

END_OF_DAY = LocalTime(0, None)
LATE_ONCE = Once(2000)
LATE_REPAIR = PerStartedDay(1000)
MISSED_VISIT = Once(2000)

HOUR = timedelta(hours=1)


_row = partial(Row, warnings=WARNINGS, on_breach=BREACH)


def _same_day(next_day_at: time) -> ByCutOff:
    """Accepted before 17:00 the same day, from 17:00 on by this time of the next day."""
    return ByCutOff(cut_off=time(17), before=END_OF_DAY, after=LocalTime(1, next_day_at))


# One line a promise, as its page has it; kind, calendar and price stand where they are not the usual ones.
# fmt: off
ROWS = (
    _row(PromiseCode.COMPLETE, Within(72 * HOUR), kind=Kind.INSTALL, pausable=True, price=LATE_ONCE),
    _row(PromiseCode.COMPLETE, Within(72 * HOUR), kind=Kind.MOVE, pausable=True, price=LATE_ONCE),
    _row(PromiseCode.COMPLETE, Within(24 * HOUR), kind=Kind.REPAIR, pausable=True, price=LATE_REPAIR),
    _row(PromiseCode.COMPLETE, _same_day(time(17)), kind=Kind.INSTALL, tier="premium", pausable=True, price=LATE_ONCE),
    _row(PromiseCode.COMPLETE, _same_day(time(15)), kind=Kind.REPAIR, tier="premium", pausable=True, price=LATE_REPAIR),
    _row(PromiseCode.URGENT, OwnDeadline()),
    _row(PromiseCode.ACCEPT, Within(HOUR / 2), counting=Counting.CONTACT, on_breach=INTERNAL),
    _row(PromiseCode.CONTACT, Within(2 * HOUR), counting=Counting.CONTACT),
    _row(PromiseCode.ARRIVE, AroundAgreed(early=HOUR, late=HOUR), price=MISSED_VISIT),
    _row(PromiseCode.SPEED, ShareOfContract(90), kind=Kind.INSTALL, warnings=()),
    _row(PromiseCode.SPEED, ShareOfContract(90), kind=Kind.MOVE, warnings=()),
    _row(PromiseCode.CANCEL_VERIFY, ByLocalTime(LocalTime(1, None))),
    _row(PromiseCode.CANCEL_DONE, Within(48 * HOUR)),
    _row(PromiseCode.ANSWER, Within(24 * HOUR)),
    _row(PromiseCode.CALLBACK, Within(48 * HOUR), on_breach=INTERNAL),
    _row(PromiseCode.CARE, Within(72 * HOUR)),
)
# fmt: on

DEFAULT_POLICY = Policy(
    version="2026-1",
    valid_from=date(2026, 1, 1),
    rows=ROWS,
    contact_hours=(time(8), time(21)),
    ladder=(
        PartOfDay(name="morning", opens=time(8), closes=time(11, 30)),
        PartOfDay(name="noon", opens=time(11, 30), closes=time(14)),
        PartOfDay(name="evening", opens=time(17), closes=time(21)),
    ),
    halves=MappingProxyType(
        {Half.AM: (time(8), time(12)), Half.PM: (time(12), time(18)), Half.DAY: (time(8), time(18))}
    ),
    cancel_ahead=2 * HOUR,
    at_risk_percent=75,
    cap_cents=10_000,
)

POLICIES: Mapping[str, Policy] = MappingProxyType({DEFAULT_POLICY.version: DEFAULT_POLICY})
"""Every version that an order may have been accepted under."""
