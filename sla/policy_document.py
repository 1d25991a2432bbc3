"""A policy read from a plain document (what TOML or JSON gives); a bad one is refused with all its problems at once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from sla.document_reader import Table
from sla.opening_hours import InvalidCalendar
from sla.policy import (
    STANDARD,
    USUAL_OFFICE_HOURS,
    USUAL_TIERS,
    Audience,
    Counting,
    Half,
    Kind,
    Once,
    PartOfDay,
    PerStartedDay,
    Policy,
    Price,
    PromiseCode,
    Row,
    Warned,
)
from sla.policy_writing import ANY_KIND
from sla.public_holidays import Week, week_of
from sla.soundness import Fault, Problem, UnsoundPolicy, flaws
from sla.targets import (
    AroundAgreed,
    ByCutOff,
    ByLocalTime,
    LocalTime,
    OwnDeadline,
    ShareOfContract,
    Target,
    Within,
)
from sla.written import (
    read_clock,
    read_date,
    read_point,
    read_span,
    read_yuan,
)

A_SPAN: Final = "a span like 72h, 30min or 1h 30min"
A_CLOCK: Final = "a time of day like 08:00"
A_POINT: Final = "a local time like 24:00 same day, 15:00 next day or 12:00 in 3 days"
YUAN: Final = "yuan with at most two decimals"
HOURS: Final = 'two times of day like ["08:00", "21:00"]'
SHAPES: Final = "within; by; cut_off with before and after; early and late; percent_of_contract; own_deadline"
_PAIR: Final = 2
_PLACE: Final = re.compile(r"promises\[(\d+)\]")


def read_policy(document: object, tiers_in_use: Collection[str] = ()) -> Policy:
    """The policy that a document means. `UnsoundPolicy` carries every problem with its place in the document.

    `tiers_in_use` are those of the areas of a database: each has to be named, or an order there could promise nothing.
    """
    problems: list[Problem] = []
    draft = _draft(Table(document, "", problems))
    if draft is not None:
        problems += _more(draft, problems, tiers_in_use)
    if draft is None or problems:
        raise UnsoundPolicy(tuple(dict.fromkeys(problems)))
    return draft.policy


def read_kept(document: object) -> Policy:
    """The policy of a document that was found sound once: only what cannot be read at all is refused."""
    problems: list[Problem] = []
    draft = _draft(Table(document, "", problems))
    if draft is None or problems:
        raise UnsoundPolicy(tuple(problems))
    return draft.policy


class _Draft(NamedTuple):
    """What could be read, and at which places of the document its rows stand."""

    policy: Policy
    places: tuple[int, ...]
    whole: bool
    """No row was left out."""


def _more(draft: _Draft, problems: list[Problem], tiers_in_use: Collection[str]) -> list[Problem]:
    """What is wrong with what could be read; nothing is said twice of a field, or of a list that has a hole."""
    told = {problem.field for problem in problems}
    holed = tuple(
        field[: found.start()] + found[0].rstrip("0123456789]")
        for field in told
        if (found := re.search(r"(?:warnings|ladder|tiers)\[\d+\]", field))
    )
    more = []
    for flaw in flaws(draft.policy):
        field = _PLACE.sub(lambda found: f"promises[{draft.places[int(found[1])]}]", flaw.field)
        if field in told or field.startswith(holed):
            continue
        if flaw.fault is Fault.NOT_PROMISED and not draft.whole:
            continue
        more.append(replace(flaw, field=field))
    if not any(field.startswith("tiers") for field in told):
        more += [
            Problem(
                field="tiers",
                fault=Fault.TIER_IN_USE,
                expected=f"also {tier}, the tier of an area",
                got=", ".join(draft.policy.named_tiers),
            )
            for tier in sorted(set(tiers_in_use) - draft.policy.tiers)
        ]
    return more


def _draft(table: Table) -> _Draft | None:
    """What could be read; a field that could not stands at a value that raises no second complaint."""
    rows = [_row(row) for row in table.tables("promises")]
    version = table.text("version", "a name that orders keep")
    valid_from = table.read("valid_from", read_date, Fault.DATE, "a date like 2027-01-01")
    cap_cents = table.read("cap_yuan", read_yuan, Fault.AMOUNT, YUAN)
    at_risk = table.whole("at_risk_percent", "a whole number from 1 to 99")
    cancel_ahead = table.read("cancel_ahead", read_span, Fault.SPAN, A_SPAN)
    contact_hours = table.read("contact_hours", _hours, Fault.TIME, HOURS)
    tiers = _tiers(table)
    office_hours = _office_hours(table)
    halves = _halves(table)
    ladder = tuple(filter(None, map(_part, table.tables("ladder"))))
    table.finish()
    if not table.given:
        return None
    places = tuple(number for number, row in enumerate(rows) if row is not None)
    policy = Policy(
        version="unnamed" if version is None else version,
        valid_from=valid_from or date.min,
        rows=tuple(row for row in rows if row is not None),
        contact_hours=contact_hours or (time.min, time.max),
        ladder=ladder,
        halves=halves,
        cancel_ahead=cancel_ahead or timedelta(0),
        at_risk_percent=1 if at_risk is None else at_risk,
        cap_cents=cap_cents or 0,
        named_tiers=tiers,
        office_hours=office_hours,
    )
    return _Draft(policy, places, whole=len(places) == len(rows))


def _tiers(table: Table) -> tuple[str, ...]:
    if not table.has("tiers"):
        return USUAL_TIERS
    found: list[str] = []
    for number, tier in enumerate(table.items("tiers", "a list of names")):
        if not isinstance(tier, str):
            table.refuse(f"tiers[{number}]", Fault.TYPE, "a name", tier)
        elif tier in found:
            table.refuse(f"tiers[{number}]", Fault.TWICE, "each tier once", tier)
        else:
            found.append(tier)
    if STANDARD not in found:
        table.refuse("tiers", Fault.MISSING, f"{STANDARD} among them", ", ".join(found) or "none")
    return tuple(found)


def _office_hours(table: Table) -> Week:
    if not table.has("office_hours"):
        return USUAL_OFFICE_HOURS
    given = table.given["office_hours"]
    if not isinstance(given, Mapping):
        table.refuse("office_hours", Fault.TYPE, "a table of days", given)
        return USUAL_OFFICE_HOURS
    try:
        return week_of(given)
    except InvalidCalendar as wrong:
        field = wrong.field.replace("weekly", "office_hours")
        day = given.get(wrong.field.removeprefix("weekly."), "nothing")
        table.refuse(field, Fault.TIME, wrong.problem, day)
        return USUAL_OFFICE_HOURS


def _halves(table: Table) -> Mapping[Half, tuple[time, time]]:
    if not table.has("halves"):
        table.refuse("halves", Fault.MISSING, f"the hours of {', '.join(Half)}", "nothing")
        return MappingProxyType({})
    inner = table.table("halves")
    halves = {half: inner.read(half.value, _hours, Fault.TIME, HOURS) for half in Half}
    inner.finish()
    return MappingProxyType({half: hours for half, hours in halves.items() if hours is not None})


def _part(table: Table) -> PartOfDay | None:
    name = table.text("name", "a name")
    opens = table.read("opens", read_clock, Fault.TIME, A_CLOCK)
    closes = table.read("closes", read_clock, Fault.TIME, A_CLOCK)
    table.finish()
    if name is None or opens is None or closes is None:
        return None
    return PartOfDay(name=name, opens=opens, closes=closes)


def _row(table: Table) -> Row | None:
    promise = table.code("promise", PromiseCode)
    kind = table.read("kind", _kind, Fault.UNKNOWN, f"one of {', '.join(Kind)}, {ANY_KIND}", optional=True)
    tier = table.text("tier", "the name of a tier", STANDARD)
    target = _target(table.table("target")) if table.has("target") else None
    if not table.has("target"):
        table.refuse("target", Fault.MISSING, SHAPES, "nothing")
    counting = table.code("counts", Counting, Counting.ALWAYS, optional=True)
    pausable = table.truth("pausable")
    warnings = tuple(filter(None, map(_warning, table.tables("warnings", optional=True))))
    on_breach = table.codes("on_breach", Audience, optional=True)
    price = _price(table.table("compensation")) if table.has("compensation") else None
    table.finish()
    if promise is None or target is None or tier is None or counting is None:
        return None
    return Row(
        promise=promise,
        target=target,
        kind=kind,
        tier=tier,
        counting=counting,
        pausable=pausable,
        warnings=warnings,
        on_breach=on_breach,
        price=price,
    )


def _warning(table: Table) -> Warned | None:
    percent = table.whole("percent", "a whole number from 1 to 99")
    tells = table.codes("tells", Audience)
    table.finish()
    return None if percent is None else Warned(percent, tells)


def _price(table: Table) -> Price | None:
    names = [name for name in ("once_yuan", "per_started_day_yuan") if table.has(name)]
    price: Price | None = None
    if len(names) != 1:
        table.refuse(
            "", Fault.SHAPE, "once_yuan or per_started_day_yuan", ", ".join(table.given) or "nothing"
        )
    elif (cents := table.read(names[0], read_yuan, Fault.AMOUNT, YUAN)) is not None:
        price = Once(cents) if names[0] == "once_yuan" else PerStartedDay(cents)
    table.finish()
    return price


def _target(table: Table) -> Target | None:
    target: Target | None = None
    if table.has("within"):
        span = table.read("within", read_span, Fault.SPAN, A_SPAN)
        target = None if span is None else Within(span)
    elif table.has("by"):
        point = table.read("by", read_point, Fault.TIME, A_POINT)
        target = None if point is None else ByLocalTime(point)
    elif table.has("cut_off"):
        target = _cut_off(table)
    elif table.has("early") or table.has("late"):
        early = table.read("early", read_span, Fault.SPAN, A_SPAN)
        late = table.read("late", read_span, Fault.SPAN, A_SPAN)
        target = None if early is None or late is None else AroundAgreed(early=early, late=late)
    elif table.has("percent_of_contract"):
        percent = table.whole("percent_of_contract", "a whole number from 1 to 100")
        target = None if percent is None else ShareOfContract(percent)
    elif table.has("own_deadline"):
        if not table.truth("own_deadline"):
            table.refuse("own_deadline", Fault.TYPE, "true", table.given["own_deadline"])
        target = OwnDeadline()
    else:
        table.refuse("", Fault.SHAPE, SHAPES, ", ".join(map(str, table.given)) or "nothing")
        return None
    table.finish()
    return target


def _cut_off(table: Table) -> ByCutOff | None:
    cut_off = table.read("cut_off", read_clock, Fault.TIME, A_CLOCK)
    points: list[LocalTime | None] = [
        table.read(name, read_point, Fault.TIME, A_POINT) for name in ("before", "after")
    ]
    before, after = points
    if cut_off is None or before is None or after is None:
        return None
    return ByCutOff(cut_off=cut_off, before=before, after=after)


def _kind(value: object) -> Kind | None:
    return None if value == ANY_KIND else Kind(value)  # type: ignore[arg-type]  # Kind refuses what it does not know


def _hours(value: object) -> tuple[time, time]:
    if not isinstance(value, list | tuple) or len(value) != _PAIR:
        raise ValueError(value)
    return read_clock(value[0]), read_clock(value[1])
