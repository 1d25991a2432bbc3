"""Due times that other systems publish, each cited; where their rule is not ours, the row says why."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla.clock import ClockFacts, Pause, State, judge
from sla.opening_hours import WEEKDAYS
from sla.policy import Audience, Kind, PauseReason, PromiseCode, Warned
from sla.promises import DEFAULT_POLICY
from sla.working_time import Calendar

DATA = tomllib.loads(Path(__file__).with_name("published_examples.toml").read_text(encoding="utf-8"))
EXAMPLES: list[dict[str, Any]] = DATA["examples"]
AGREED = [row for row in EXAMPLES if "differs" not in row]
DIFFERENT = [row for row in EXAMPLES if "differs" in row]
UNITS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
ANSWERS = ("due", "open", "next_open")


@cache
def calendar(name: str) -> Calendar:
    given: dict[str, Any] = {"tz": "UTC", **DATA["calendars"][name]}
    weekly: dict[str, Any] = {}
    for days, windows in given["weekly"].items():
        first, _, last = days.partition("-")
        for day in WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last or first) + 1]:
            weekly[day] = windows
    return Calendar.from_dict({**given, "weekly": weekly})


def span(text: str) -> timedelta:
    return timedelta(seconds=sum(int(part[:-1]) * UNITS[part[-1]] for part in text.split()))


def instant(text: str, hours: Calendar) -> datetime:
    zone = UTC if text.endswith("Z") else ZoneInfo(hours.tz)
    return datetime.fromisoformat(text.rstrip("Z")).replace(tzinfo=zone).astimezone(UTC)


def computed(row: Mapping[str, Any]) -> datetime | timedelta:
    """What our calendar says to the row's question."""
    hours = calendar(row["calendar"])
    start = instant(row["start"], hours)
    pauses = [(instant(begin, hours), instant(stop, hours)) for begin, stop in row.get("pauses", ())]
    if "add" in row:
        return hours.add(start, span(row["add"]), pauses)
    if "end" in row:
        return hours.between(start, instant(row["end"], hours), pauses)
    return hours.next_open(start)


def read(row: Mapping[str, Any], field: str) -> datetime | timedelta:
    text = row[field]
    return instant(text, calendar(row["calendar"])) if re.match(r"\d{4}-", text) else span(text)


def ours(row: Mapping[str, Any]) -> datetime | timedelta:
    (field,) = (name for name in ANSWERS if name in row)
    return read(row, field)


def name_of(row: Mapping[str, Any]) -> str:
    return f"{row['source']}: {row['states']}"


@pytest.mark.parametrize("row", AGREED, ids=name_of)
def test_what_others_publish_comes_out_here(row: dict[str, Any]) -> None:
    source = DATA["sources"][row["source"]]
    assert computed(row) == ours(row), f"{source['system']}, {source['title']}: {row['states']}"


@pytest.mark.parametrize("row", DIFFERENT, ids=name_of)
def test_where_others_differ_our_own_rule_holds(row: dict[str, Any]) -> None:
    assert computed(row) == ours(row), row["differs"]
    assert read(row, "published") != ours(row), "then it is an agreement"


def test_there_are_more_than_fifty_agreements_from_many_systems_and_every_one_is_cited() -> None:
    assert len(AGREED) >= 50
    assert len({DATA["sources"][row["source"]]["system"] for row in AGREED}) >= 30
    assert {row["source"] for row in EXAMPLES} == set(DATA["sources"]), (
        "a source nobody cites, or the reverse"
    )
    assert {row["calendar"] for row in EXAMPLES} == set(DATA["calendars"])
    for source in DATA["sources"].values():
        assert source["system"]
        assert source["title"]
        assert source["url"].startswith("http")


def test_no_example_is_given_twice() -> None:
    asked = [
        tuple(str(row.get(key)) for key in ("calendar", "start", "add", "end", "pauses")) for row in EXAMPLES
    ]
    assert len(set(asked)) == len(asked)


# Rules about states rather than due times.

START = datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
FACTS = ClockFacts(
    row=DEFAULT_POLICY.row(PromiseCode.COMPLETE, Kind.REPAIR, "standard"),
    calendar=calendar("always"),
    occasion=1,
    started_at=START,
    base_due_at=START + 24 * HOUR,
)


def held(start: float, end: float | None) -> Pause:
    end_at = None if end is None else START + end * HOUR
    return Pause(reason=PauseReason.CUSTOMER_LATER, start_at=START + start * HOUR, end_at=end_at)


def test_servicenow_tells_somebody_at_half_at_three_quarters_and_at_the_breach() -> None:
    """ServiceNow, "SLA notifications": by default at 50 % and 75 % of the duration, and when it is breached.

    https://www.servicenow.com/docs/r/washingtondc/it-service-management/service-level-management/c_SLANotifications.html
    "SLA percentage timer action": 50 % of 24 hours are 12 hours.
    https://docs.servicenow.com/bundle/tokyo-application-development/page/administer/flow-designer/reference/sla-percentage-timer-action.html
    """
    assignee, manager = (Audience.TECHNICIAN,), (Audience.TECHNICIAN, Audience.MANAGER)
    row = replace(FACTS.row, warnings=(Warned(50, assignee), Warned(75, manager)), on_breach=manager)
    rungs = judge(replace(FACTS, row=row), START).rungs
    assert [(rung.at - START, rung.tells) for rung in rungs] == [
        (12 * HOUR, assignee),
        (18 * HOUR, manager),
        (24 * HOUR + timedelta.resolution, manager),
    ]


def test_a_ticket_on_hold_cannot_escalate() -> None:
    """IBM Control Desk, "SLA Hold": a ticket in hold status cannot escalate (the page that the table cites)."""
    for hours in (5, 30, 300):
        state = judge(replace(FACTS, pauses=(held(4, None),)), START + hours * HOUR)
        assert (state.state, state.rungs) == (State.PAUSED, ())


def test_a_hold_after_the_due_time_has_passed_has_no_effect() -> None:
    """Accruent 360Facility, "Use of On Hold for SLA calculations": overdue is overdue.

    https://help.accruent.com/360facility/Content/360Help/Training/SLAs/T-UseofOnHold.htm
    """
    state = judge(replace(FACTS, pauses=(held(25, 30),)), START + 40 * HOUR)
    assert (state.state, state.due_at) == (State.BROKEN, START + 24 * HOUR)


def test_a_breach_comes_from_the_time_itself_and_never_from_a_rounded_percentage() -> None:
    """ServiceNow, "Use exact times in SLA calculations": 99.951 % rounds up to 100 % and would breach too early.

    https://www.servicenow.com/docs/r/australia/it-service-management/service-level-management/t_SLABreachCalculation.html
    """
    assert judge(FACTS, START + 24 * HOUR * 99_951 / 100_000).state is State.RUNNING
    assert judge(FACTS, START + 24 * HOUR).state is State.RUNNING
    assert judge(FACTS, START + 24 * HOUR + timedelta.resolution).state is State.BROKEN
