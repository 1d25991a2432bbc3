"""A task between teams may be handed over but never dropped: whatever is tried, somebody owns it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from dispatch.actions import tasks
from dispatch.actions.errors import InvalidField, NotAllowed
from dispatch.orders.people import Role
from dispatch.queries.tasks import percent, tasks_of
from dispatch.storage.district import District
from dispatch.storage.tables import METADATA
from dispatch.storage.task import Task, TaskDeed, TaskKind, TaskState, entries_of
from dispatch.storage.user import User

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=4)
PEOPLE = {"chen": Role.DISPATCHER, "qian": Role.DISPATCHER, "zhou": Role.LEAD}
ENGINE = create_engine("sqlite://")


@event.listens_for(ENGINE, "connect")
def _begin_by_hand(connection: Any, _record: Any) -> None:
    connection.isolation_level = None


@event.listens_for(ENGINE, "begin")
def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


METADATA.create_all(ENGINE)
with Session(ENGINE) as _session, _session.begin():
    _session.add(District(id="north", name="城北", zone="Asia/Shanghai", map={}))
    _session.flush()
    for _name, _role in PEOPLE.items():
        _session.add(
            User(id=_name, login=_name, name=_name, password_hash="-", role=_role, district_id="north")
        )


@contextmanager
def desk() -> Iterator[Session]:
    """A session on the small desk; nothing of it stays."""
    with Session(ENGINE) as session, session.begin() as transaction:
        yield session
        transaction.rollback()


def make(session: Session, to: tasks.Whom, by: str = "chen", name: str = "task-1") -> Task:
    draft = tasks.TaskDraft(
        district_id="north", kind=TaskKind.LINE_WORK, title="熔接 7 号分纤箱", due_at=DUE, to=to
    )
    return tasks.make_task(session, name, draft, user_id=by, now=NOW, event_id=f"make {name}")


def test_a_task_stays_with_its_giver_until_it_is_accepted() -> None:
    with desk() as session:
        task = make(session, tasks.Whom(user_id="qian"))
        assert (task.owner_id, task.state) == ("chen", TaskState.OPEN)
        tasks.accept(session, task.id, version=task.version, user_id="qian", now=NOW, event_id="a")
        assert (task.owner_id, task.state) == ("qian", TaskState.ACCEPTED)
        tasks.hand_over(
            session,
            task.id,
            tasks.Whom(user_id="chen"),
            words="下班了",
            version=task.version,
            user_id="qian",
            now=NOW,
            event_id="b",
        )
        assert (task.owner_id, task.offered_user_id) == ("qian", "chen")
        assert [str(entry.deed) for entry in entries_of(session, [task.id])] == [
            "make",
            "accept",
            "hand_over",
        ]


def test_of_a_team_whoever_is_first_has_it() -> None:
    with desk() as session:
        task = make(session, tasks.Whom(team="desk"))
        (seen,) = tasks_of(session, "north", user_id="qian", now=NOW)
        assert (seen["waits_for_me"], seen["owner"]["id"]) == (True, "chen")
        version = task.version
        tasks.accept(session, task.id, version=version, user_id="qian", now=NOW, event_id="a")
        with pytest.raises(NotAllowed, match="task_moved_on"):
            tasks.accept(session, task.id, version=version, user_id="zhou", now=NOW, event_id="b")


def test_the_same_deed_again_changes_nothing() -> None:
    with desk() as session:
        task = make(session, tasks.Whom(user_id="qian"))
        assert make(session, tasks.Whom(user_id="qian")).version == 1
        for _ in range(2):
            tasks.accept(session, task.id, version=1, user_id="qian", now=NOW, event_id="a")
        assert task.version == 2


def test_cancelling_needs_its_maker_or_a_lead_and_a_reason() -> None:
    with desk() as session:
        task = make(session, tasks.Whom(user_id="qian"))
        with pytest.raises(NotAllowed, match="task_not_yours"):
            tasks.cancel(session, task.id, "不用了", version=1, user_id="qian", now=NOW, event_id="a")
        with pytest.raises(InvalidField):
            tasks.cancel(session, task.id, " ", version=1, user_id="chen", now=NOW, event_id="b")
        tasks.cancel(session, task.id, "线已通", version=1, user_id="zhou", now=NOW, event_id="c")
        assert (task.state, task.owner_id) == (TaskState.CANCELLED, "chen")
        with pytest.raises(NotAllowed, match="task_over"):
            tasks.finish(session, task.id, "", version=task.version, user_id="chen", now=NOW, event_id="d")


def test_nobody_outside_gets_one_and_none_is_late_from_the_start() -> None:
    with desk() as session:
        for to in (tasks.Whom(), tasks.Whom(user_id="nobody"), tasks.Whom(team="no such team")):
            with pytest.raises(InvalidField, match="to"):
                make(session, to)
            session.expunge_all()
        draft = tasks.TaskDraft(
            district_id="north", kind=TaskKind.CALL, title="-", due_at=NOW, to=tasks.Whom(team="desk")
        )
        with pytest.raises(InvalidField, match="due_at"):
            tasks.make_task(session, "late", draft, user_id="chen", now=NOW, event_id="late")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(119, 0), (120, 50), (179, 50), (180, 75), (216, 90), (240, 90), (241, 100)],
)
def test_its_clock_warns_at_half_three_quarters_and_nine_tenths(minutes: int, expected: int) -> None:
    with desk() as session:
        task = make(session, tasks.Whom(user_id="chen"))
        assert percent(task, NOW + timedelta(minutes=minutes)) == expected


DEEDS = st.tuples(
    st.sampled_from(("accept", "hand_over", "comment", "finish", "cancel")),
    st.sampled_from(tuple(PEOPLE)),
    st.sampled_from((tasks.Whom(team="desk"), tasks.Whom(), *(tasks.Whom(user_id=name) for name in PEOPLE))),
    st.integers(0, 1),
)


@settings(deadline=None)
@given(st.lists(DEEDS, max_size=12))
def test_whatever_is_tried_somebody_owns_it(tried: list[tuple[str, str, tasks.Whom, int]]) -> None:
    with desk() as session:
        task = make(session, tasks.Whom(team="desk"))
        for number, (name, user_id, to, behind) in enumerate(tried):
            before = (task.owner_id, task.state, task.version)
            given: dict[str, Any] = {"user_id": user_id, "now": NOW, "event_id": f"deed {number}"}
            if name != "comment":
                given["version"] = task.version - behind
            if name == "hand_over":
                given |= {"to": to, "words": ""}
            elif name != "accept":
                given["words"] = "因为"
            try:
                getattr(tasks, name)(session, task.id, **given)
            except (NotAllowed, InvalidField):
                session.expire(task)
                assert (task.owner_id, task.state, task.version) == before, "a refusal changes nothing"
            else:
                assert task.version == before[2] + 1
                assert before[1] in (TaskState.OPEN, TaskState.ACCEPTED) or name == "comment"
                takes = name == "accept" or (name == "hand_over" and to.user_id == user_id)
                assert task.owner_id == (user_id if takes else before[0]), "only who takes it has it"
            assert task.owner_id in PEOPLE
            is_offered = bool(task.offered_user_id or task.offered_team)
            assert is_offered == (task.state is TaskState.OPEN), "open is offered, and nothing else is"
        deeds = [entry.deed for entry in entries_of(session, [task.id])]
        assert deeds[0] is TaskDeed.MAKE
        assert len(deeds) == task.version
