"""The shortest way to a finished visit, and to what follows it."""

from typing import Any

from sqlalchemy import select

from dispatch.actions import call_backs, care, questions, users
from dispatch.orders.codes import CareStage, CareVerdict, Channel, Kind, Outcome, RatingSource
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Actor, Role
from dispatch.storage.call_back import CallBack
from dispatch.storage.care_case import CareCase
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink
from dispatch.storage.question import Question, QuestionKind
from tests.actions.conftest import DESK, World


def install(world: World, *measured: float, **changed: Any) -> str:
    """An install at 100 Mbps, done and tested with these figures."""
    order_id = world.accept(**{"kind": Kind.INSTALL, "contracted_mbps": 100} | changed)
    finish(world, order_id, *(measured or (96,)))
    return order_id


def finish(world: World, order_id: str, *measured: float) -> None:
    world.contacted(order_id, hours=1)
    world.later(hours=1)
    for step in (Step.SET_OFF, Step.ARRIVE, Step.START_WORK):
        world.step(order_id, step)
    for mbps in measured:
        world.step(order_id, Step.TEST, data={"download_mbps": mbps})
    world.step(order_id, Step.COMPLETE)


def links(world: World, order_id: str) -> list[OrderLink]:
    with world.database.read() as session:
        return list(
            session.scalars(
                select(OrderLink).where((OrderLink.first_id == order_id) | (OrderLink.later_id == order_id))
            )
        )


def orders(world: World) -> list[Order]:
    with world.database.read() as session:
        return list(session.scalars(select(Order).order_by(Order.received_at, Order.id)))


def call_back(world: World, order_id: str, occasion: int = 1) -> CallBack:
    with world.database.read() as session:
        return session.scalars(
            select(CallBack).where(CallBack.order_id == order_id, CallBack.occasion == occasion)
        ).one()


def cases(world: World, order_id: str) -> list[CareCase]:
    with world.database.read() as session:
        return list(
            session.scalars(select(CareCase).where(CareCase.order_id == order_id).order_by(CareCase.occasion))
        )


def rate(world: World, order_id: str, rating: int, event_id: str | None = None) -> None:
    with world.database.write() as session:
        call_backs.rate(
            session,
            order_id,
            rating=rating,
            source=RatingSource.WEB,
            words=None,
            actor=world.customer(order_id),
            now=world.now,
            event_id=event_id or world.id(),
        )


def reach(world: World, order_id: str, rating: int | None = None, **named: Any) -> None:
    with world.database.write() as session:
        call_backs.call_back(
            session,
            order_id,
            source=named.pop("source", RatingSource.VOICE),
            rating=rating,
            words=named.pop("words", None),
            actor=named.pop("actor", DESK),
            now=world.now,
            event_id=named.pop("event_id", None) or world.id(),
            **named,
        )


def miss(world: World, order_id: str, event_id: str | None = None) -> None:
    with world.database.write() as session:
        call_backs.try_call(
            session,
            order_id,
            channel=Channel.PHONE,
            outcome=Outcome.NO_ANSWER,
            actor=DESK,
            now=world.now,
            event_id=event_id or world.id(),
        )


def ask(
    world: World,
    order_id: str,
    actor: Actor | None = None,
    kind: QuestionKind = QuestionKind.QUESTION,
    event_id: str | None = None,
) -> Question:
    with world.database.write() as session:
        return questions.ask(
            session,
            order_id,
            "怎么这么慢？",
            kind=kind,
            actor=actor or world.customer(order_id),
            now=world.now,
            event_id=event_id or world.id(),
        )


def move(world: World, case_id: str, stage: CareStage, event_id: str | None = None) -> None:
    with world.database.write() as session:
        care.move_case(
            session, case_id, stage, "线路松动", actor=DESK, now=world.now, event_id=event_id or world.id()
        )


def judge(world: World, case_id: str, verdict: CareVerdict, event_id: str | None = None) -> None:
    with world.database.write() as session:
        care.close_case(
            session,
            case_id,
            verdict,
            "好了",
            source=RatingSource.VOICE,
            actor=DESK,
            now=world.now,
            event_id=event_id or world.id(),
        )


def person(world: World, role: str, district: str | None = "north") -> str:
    with world.database.write() as session:
        return users.create_user(
            session,
            login=f"{role}-{district}",
            name=role,
            password="long enough",
            role=Role(role),
            district_id=district,
            technician_id="t-li" if role == "technician" else None,
            now=world.now,
        ).id
