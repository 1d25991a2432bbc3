"""What each surface shows: the queries, with the clock and the operator's name of this app."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.people import Actor
from dispatch.queries import board, my_day, orders, rescues, tracking
from dispatch.web.parts import Parts

View = dict[str, Any]


def show_board(session: Session, parts: Parts, district_id: str, day: date) -> View:
    return board.board(session, district_id, day, now=parts.clock.now())


def newer_on_board(session: Session, parts: Parts, district_id: str, day: date, have: dict[str, int]) -> View:
    """The cards that are newer than what a page has, and the orders that it should drop."""
    return board.changes(session, district_id, day, have, now=parts.clock.now())


def show_rescues(session: Session, parts: Parts, order_id: str) -> list[View]:
    return rescues.rescues(session, order_id, now=parts.clock.now(), desks=parts.desks)


def show_card(session: Session, parts: Parts, order_id: str, viewer: Actor) -> View | None:
    return orders.card_view(session, order_id, now=parts.clock.now(), viewer=viewer)


def show_board_cards(session: Session, parts: Parts, order_ids: Sequence[str]) -> dict[str, View]:
    return board.cards_of(session, order_ids, now=parts.clock.now())


def show_own_cards(session: Session, parts: Parts, order_ids: Sequence[str]) -> dict[str, View]:
    return my_day.cards_of(session, order_ids, now=parts.clock.now())


def show_order(session: Session, parts: Parts, order_id: str, viewer: Actor) -> View | None:
    return orders.order_view(session, order_id, now=parts.clock.now(), viewer=viewer)


def show_day(session: Session, parts: Parts, technician_id: str) -> View:
    return my_day.my_day(session, technician_id, now=parts.clock.now())


def newer_in_day(session: Session, parts: Parts, technician_id: str, have: dict[str, int]) -> View:
    return my_day.changes(session, technician_id, have, now=parts.clock.now())


def show_track(session: Session, parts: Parts, order_id: str) -> View:
    view = tracking.tracking(session, order_id, now=parts.clock.now())
    return {**view, "operator": parts.settings.operator, "rate": parts.clock.rate}
