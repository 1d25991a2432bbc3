"""Sick or on leave: said once, never twice over one time, and what was taken goes to somebody else."""

from datetime import date, datetime, time, timedelta

import pytest

from dispatch.actions.absences import change, end, report
from dispatch.actions.duties import call_out, put_on_standby
from dispatch.actions.errors import InvalidField, NotFound, StaleVersion
from dispatch.queries.absences import absences_json, consequences
from dispatch.storage.absence import Absence, AbsenceKind, away_of
from dispatch.storage.day import changes_of, requested_since
from dispatch.storage.duty import days_of
from technicians.absences import Absent
from tests.actions.conftest import DESK, WANG, World

HOUR = timedelta(hours=1)


def say(
    world: World, until_at: datetime | None, *, from_at: datetime | None = None, event_id: str = "away-1"
) -> Absence:
    with world.database.write() as session:
        return report(
            session,
            "t-wang",
            AbsenceKind.SICK,
            from_at or world.now,
            until_at,
            actor=DESK,
            now=world.now,
            event_id=event_id,
        )


def spans(world: World) -> tuple[Absent, ...]:
    with world.database.read() as session:
        return away_of(session, ["t-wang"], world.now).get("t-wang", ())


def test_who_is_sick_is_away_and_a_plan_is_asked_for(world: World) -> None:
    with world.database.read() as session:
        before = changes_of(session, "north")
    row = say(world, None)
    assert spans(world) == (Absent(world.now),)
    with world.database.read() as session:
        assert requested_since(session, "north") == world.now
        assert changes_of(session, "north") > before, "whoever keeps a look at the district looks again"
        (shown,) = absences_json(session, "north", now=world.now)
    assert (shown["id"], shown["kind"], shown["until_at"]) == (row.id, "sick", None)


def test_the_same_report_twice_is_one_absence(world: World) -> None:
    first, again = say(world, None), say(world, None)
    assert (first.id, first.version) == (again.id, again.version)
    assert len(spans(world)) == 1


def test_two_absences_never_overlap_and_the_refusal_names_the_field(world: World) -> None:
    say(world, world.now + 4 * HOUR)
    with pytest.raises(InvalidField) as refused:
        say(world, None, from_at=world.now + 3 * HOUR, event_id="away-2")
    assert refused.value.field == "from_at"
    say(world, None, from_at=world.now + 4 * HOUR, event_id="away-3")
    with pytest.raises(InvalidField) as over:
        say(world, world.now - HOUR, from_at=world.now - 2 * HOUR, event_id="away-4")
    assert over.value.field == "until_at"


def test_back_again_counts_from_now_and_twice_is_once(world: World) -> None:
    row = say(world, None)
    began_at = world.now
    world.later(hours=2)
    for _ in range(2):
        with world.database.write() as session:
            ended = end(session, row.id, version=1, actor=DESK, now=world.now, event_id="back-1")
        assert (ended.ended_at, ended.version, ended.span) == (world.now, 2, Absent(began_at, world.now))
    assert spans(world) == ()


def test_an_absence_that_is_taken_back_before_it_begins_never_was(world: World) -> None:
    row = say(world, world.now + 30 * HOUR, from_at=world.now + 24 * HOUR)
    with world.database.write() as session:
        end(session, row.id, version=1, actor=DESK, now=world.now, event_id="back-1")
    assert spans(world) == ()
    say(world, None, from_at=world.now + 25 * HOUR, event_id="away-2")


def test_a_change_on_an_older_version_is_refused(world: World) -> None:
    row = say(world, None)

    def until(hours: int, version: int, event_id: str) -> Absence:
        with world.database.write() as session:
            return change(
                session,
                row.id,
                kind=AbsenceKind.LEAVE,
                from_at=world.now,
                until_at=world.now + hours * HOUR,
                note="",
                version=version,
                actor=DESK,
                now=world.now,
                event_id=event_id,
            )

    assert until(3, 1, "change-1").version == 2
    assert until(3, 1, "change-1").version == 2, "the same event changes nothing"
    with pytest.raises(StaleVersion):
        until(5, 1, "change-2")
    assert spans(world) == (Absent(world.now, world.now + 3 * HOUR),)


def test_nobody_is_on_call_while_they_are_sick(world: World) -> None:
    today = date(2026, 11, 20)
    with world.database.write() as session:
        put_on_standby(session, "t-wang", today, (time(6), time(20)), actor=DESK, now=world.now)
        call_out(session, "t-wang", actor=DESK, now=world.now, event_id="call-1")
    say(world, None)
    with world.database.read() as session:
        assert days_of(session, ["t-wang"], today) == {}


def test_what_has_begun_is_listed_and_what_has_not_is_released(world: World) -> None:
    begun, agreed, later = world.accept(), world.accept(), world.accept()
    world.contacted(begun, hours=1)
    world.step(begun, "set_off", WANG)
    world.contacted(agreed, hours=3)
    world.contacted(later, days=2)
    with world.database.read() as session:
        found = consequences(session, "t-wang", Absent(world.now, world.now + 8 * HOUR), now=world.now)
    assert [one["order_id"] for one in found["under_way"]] == [begun]
    assert [one["order_id"] for one in found["released"]] == [agreed]


def test_nobody_is_away_who_does_not_work_here(world: World) -> None:
    with world.database.write() as session, pytest.raises(NotFound):
        report(
            session, "t-nobody", AbsenceKind.SICK, world.now, None, actor=DESK, now=world.now, event_id="e"
        )
