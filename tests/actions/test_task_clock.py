"""A task's clock rings for its owner, then for the lead; a visit that waits for it waits; nobody leaves one behind."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch.actions import tasks
from dispatch.actions.errors import InvalidField, NotAllowed
from dispatch.actions.etas import roll_forward
from dispatch.actions.planner import Planner
from dispatch.actions.plans import store_plan
from dispatch.actions.task_clock import attend
from dispatch.actions.users import disable_user
from dispatch.orders.people import Role
from dispatch.planning.day import Stop
from dispatch.planning.stop import iterations
from dispatch.queries.board import cards_of
from dispatch.queries.tasks import takers, tasks_of
from dispatch.storage.day import day_input, plan_version, requested_since
from dispatch.storage.eta import Expected
from dispatch.storage.task import OVERDUE_FOR, Task, TaskKind, entries_of, live_tasks_of
from dispatch.storage.user import User
from tests.absences import be_away
from tests.actions.conftest import World

HOUR = timedelta(hours=1)
PEOPLE = {
    "u-chen": Role.DISPATCHER,
    "u-qian": Role.DISPATCHER,
    "u-zhou": Role.LEAD,
    "u-wang": Role.TECHNICIAN,
}


@pytest.fixture
def desk(world: World) -> World:
    with world.database.write() as session:
        for name, role in PEOPLE.items():
            technician = "t-wang" if role is Role.TECHNICIAN else None
            session.add(
                User(
                    id=name,
                    login=name,
                    name=name,
                    password_hash="-",
                    role=role,
                    district_id="north",
                    technician_id=technician,
                )
            )
    return world


def make(world: World, *, hours: float = 4, order_id: str | None = None, to: str = "u-qian") -> str:
    name = world.id()
    draft = tasks.TaskDraft(
        district_id="north",
        kind=TaskKind.LINE_WORK,
        title="熔接 7 号分纤箱",
        due_at=world.now + hours * HOUR,
        to=tasks.Whom(user_id=to),
        order_id=order_id,
        visit_waits=order_id is not None,
    )
    with world.database.write() as session:
        tasks.make_task(session, name, draft, user_id="u-chen", now=world.now, event_id=world.id())
    return name


def accept(world: World, task_id: str, user_id: str = "u-qian") -> None:
    with world.database.write() as session:
        version = session.get_one(Task, task_id).version
        tasks.accept(session, task_id, version=version, user_id=user_id, now=world.now, event_id=world.id())


def finish(world: World, task_id: str, user_id: str) -> None:
    with world.database.write() as session:
        version = session.get_one(Task, task_id).version
        tasks.finish(
            session, task_id, "", version=version, user_id=user_id, now=world.now, event_id=world.id()
        )


def who_hears(world: World) -> set[str]:
    with world.database.read() as session:
        return {
            one
            for one in PEOPLE
            if any(
                task["rings_for_me"] and task["attended_by"] is None
                for task in tasks_of(session, "north", user_id=one, now=world.now)
            )
        }


def deeds(world: World, task_id: str) -> list[str]:
    with world.database.read() as session:
        return [str(entry.deed) for entry in entries_of(session, [task_id])]


def not_before(world: World, order_id: str) -> datetime | None:
    with world.database.read() as session:
        return next(
            one.not_before_at for one in day_input(session, "north", world.now).orders if one.id == order_id
        )


def test_the_owner_hears_it_first_then_the_lead_each_once(desk: World) -> None:
    task = make(desk)
    accept(desk, task)
    desk.later(hours=2)
    assert (desk.ring(), who_hears(desk)) == (0, set())
    desk.later(hours=1)
    assert (desk.ring(), who_hears(desk)) == (1, {"u-qian"})
    assert desk.ring() == 0
    desk.later(minutes=40)
    assert (desk.ring(), who_hears(desk)) == (1, {"u-qian", "u-zhou"})
    with desk.database.write() as session:
        version = session.get_one(Task, task).version
        for _ in range(2):
            attend(
                session, task, version=version, user_id="u-zhou", now=desk.now, event_id="the lead sees to it"
            )
    assert who_hears(desk) == set()
    desk.later(hours=1)
    assert (desk.ring(), who_hears(desk)) == (1, {"u-qian", "u-zhou"}), "overdue is news again"
    assert deeds(desk, task) == ["make", "accept", "ring_75", "ring_90", "attend", "ring_100"]
    desk.later(days=1)
    assert desk.ring() == 0


def test_after_a_silence_the_highest_rung_alone_speaks(desk: World) -> None:
    task = make(desk)
    desk.later(hours=9)
    assert (desk.ring(), desk.ring()) == (1, 0)
    assert deeds(desk, task) == ["make", "ring_100"]


def test_a_technicians_task_rings_at_the_desk_of_whoever_made_it(desk: World) -> None:
    accept(desk, make(desk, to="u-wang"), "u-wang")
    desk.later(hours=3)
    desk.ring()
    assert who_hears(desk) == {"u-chen", "u-wang"}


def test_what_is_over_rings_no_more(desk: World) -> None:
    finish(desk, make(desk), "u-chen")
    desk.later(hours=9)
    assert desk.ring() == 0


def test_a_visit_is_planned_after_the_task_it_waits_for(desk: World) -> None:
    order_id = desk.accept()
    assert not_before(desk, order_id) is None
    task = make(desk, order_id=order_id, hours=3)
    assert not_before(desk, order_id) == desk.now + 3 * HOUR
    planner = Planner(database=desk.database, district_id="north", make_stop=lambda: iterations(50), seed=1)
    assert planner.is_needed()
    assert planner.plan(lambda: desk.now) is not None
    start_at = desk.order(order_id).planned_start_at
    assert start_at is not None
    assert start_at >= desk.now + 3 * HOUR
    with desk.database.read() as session:
        assert requested_since(session, "north") is None
    finish(desk, task, "u-chen")
    assert not_before(desk, order_id) is None
    assert planner.is_needed(), "what it waited for is done: it may go sooner"
    planner.plan(lambda: desk.now)
    sooner = desk.order(order_id).planned_start_at
    assert sooner is not None
    assert sooner < start_at


def test_what_waits_for_an_overdue_task_is_planned_a_while_ahead_again_and_again(desk: World) -> None:
    order_id = desk.accept()
    make(desk, order_id=order_id, hours=1)
    desk.later(hours=2)
    assert not_before(desk, order_id) == desk.now + OVERDUE_FOR
    planner = Planner(database=desk.database, district_id="north", make_stop=lambda: iterations(1))
    planner.plan(lambda: desk.now)
    assert not planner.is_needed()
    desk.ring()
    assert planner.is_needed()


def test_a_visit_whose_task_ends_too_late_is_in_jeopardy_before_anybody_plans(desk: World) -> None:
    order_id = desk.accept()
    at = desk.now + 20 * HOUR / 60
    stop = Stop(
        order_id=order_id,
        technician_id="t-wang",
        day=at.date(),
        seq=1,
        arrive_at=at,
        start_at=at,
        end_at=at + HOUR,
        travel_s=600,
    )
    with desk.database.write() as session:
        store_plan(session, "north", plan_version(session, "north"), [stop], [], now=desk.now)
        roll_forward(session, "north", desk.now)
    make(desk, order_id=order_id, hours=30)
    with desk.database.write() as session:
        roll_forward(session, "north", desk.now)
        expected = session.get_one(Expected, order_id)
        assert expected.is_late
        assert expected.arrive_p50_at is not None
        assert expected.arrive_p50_at >= desk.now + 30 * HOUR
        card = cards_of(session, [order_id], now=desk.now)[order_id]
    assert "jeop" in {promise["risk"] for promise in card["promises"]}


def test_whoever_is_on_leave_is_named_and_keeps_the_task_until_it_is_handed_over(desk: World) -> None:
    task = make(desk, to="u-wang")
    accept(desk, task, "u-wang")
    until = desk.now + timedelta(days=3)
    with desk.database.write() as session:
        be_away(session, "t-wang", until)
    with desk.database.read() as session:
        (seen,) = tasks_of(session, "north", user_id="u-zhou", now=desk.now)
        people, _ = takers(session, "north", desk.now)
    assert (seen["owner"]["away"], seen["owner"]["away_until"]) == (True, until.isoformat())
    assert [one["id"] for one in people if one["away"]] == ["u-wang"]
    with desk.database.write() as session:
        mine = tasks.hand_over(
            session,
            task,
            tasks.Whom(user_id="u-qian"),
            words="王师傅病了",
            version=seen["version"],
            user_id="u-qian",
            now=desk.now,
            event_id="qian has it",
        )
        assert mine.owner_id == "u-qian"
        with pytest.raises(NotAllowed, match="task_not_yours"):
            tasks.hand_over(
                session,
                task,
                tasks.Whom(user_id="u-chen"),
                words="",
                version=mine.version,
                user_id="u-chen",
                now=desk.now,
                event_id="chen may not",
            )


def test_nobody_leaves_for_good_without_naming_who_has_their_tasks(desk: World) -> None:
    mine, offered = make(desk, to="u-qian"), make(desk, to="u-qian")
    accept(desk, mine)
    with desk.database.write() as session:
        qian, zhou = session.get_one(User, "u-qian"), session.get_one(User, "u-zhou")
        with pytest.raises(InvalidField) as refused:
            disable_user(session, qian, now=desk.now)
        assert (refused.value.field, refused.value.got) == ("tasks_to", ["熔接 7 号分纤箱"])
        assert qian.active
        assert [task.id for task in disable_user(session, qian, now=desk.now, tasks_to=zhou)] == [mine]
    with desk.database.read() as session:
        owners = dict(session.execute(select(Task.id, Task.owner_id)).all())
        assert live_tasks_of(session, "u-qian") == []
    assert owners == {mine: "u-zhou", offered: "u-chen"}
