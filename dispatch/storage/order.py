"""The work order's row: what it is, where it stands, and its place in the running plan."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.orders.chain import SEAL_LENGTH
from dispatch.orders.codes import Half, Kind
from dispatch.orders.lifecycle import Status
from dispatch.orders.line import line_key, phone_digits, search_text
from dispatch.orders.people import Role
from dispatch.storage.base import Base, Code


class Order(Base):
    """Every visible change adds one to `version`; the log's newest `seq` equals it."""

    __tablename__ = "order"
    __table_args__ = (
        Index("ix_order_board", "district_id", "status"),
        Index("ix_order_technician_id", "technician_id", "status"),
        Index("ix_order_search", "district_id", "accepted_at", "search", "id"),
        # by the beginning of what a caller says; the operators let PostgreSQL use them for that whatever its language
        Index("ix_order_phone_digits", "phone_digits", postgresql_ops={"phone_digits": "text_pattern_ops"}),
        Index(
            "ix_order_customer_name", "customer_name", postgresql_ops={"customer_name": "text_pattern_ops"}
        ),
        Index("ix_order_address", "address", postgresql_ops={"address": "text_pattern_ops"}),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    district_id: Mapped[str] = mapped_column(ForeignKey("district.id"))
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"))
    kind: Mapped[Kind] = mapped_column(Code(Kind, 10))
    tier: Mapped[str] = mapped_column(String(20))
    policy_version: Mapped[str] = mapped_column(String(40))
    status: Mapped[Status] = mapped_column(Code(Status, 24))
    held_from: Mapped[Status | None] = mapped_column(Code(Status, 24), default=None)
    held_reason: Mapped[str | None] = mapped_column(String(20), default=None)
    held_until: Mapped[datetime | None] = mapped_column(default=None)
    requested_from: Mapped[Status | None] = mapped_column(Code(Status, 24), default=None)
    """Where a withdrawal was requested from; a hold underneath keeps its own `held_from`."""
    version: Mapped[int]
    head: Mapped[str] = mapped_column(String(SEAL_LENGTH), default="")
    """The seal of its newest event."""
    judged_at: Mapped[datetime | None] = mapped_column(default=None)
    """The instant for which its clocks were last computed, and the newest event that was taken into account."""
    judged_seq: Mapped[int | None] = mapped_column(default=None)
    priority: Mapped[int] = mapped_column(default=0)

    customer_name: Mapped[str]
    customer_phone: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(10), default="zh-Hans")
    address: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    from_address: Mapped[str | None] = mapped_column(default=None)
    from_lat: Mapped[float | None] = mapped_column(default=None)
    from_lon: Mapped[float | None] = mapped_column(default=None)

    line_id: Mapped[str | None] = mapped_column(String(80), index=True, default=None)
    """The operator's own name of the line, when it gives one."""
    incident_id: Mapped[str | None] = mapped_column(ForeignKey("incident.id"), default=None)
    """The open incident that it was put down to."""
    line_key: Mapped[str] = mapped_column(String(64), index=True, default="")
    """Phone and address, so that the next fault of the line is known as one; see orders/line.py."""
    phone_digits: Mapped[str] = mapped_column(String(30), default="")
    """The phone without a country's code and signs, as a caller's orders are looked for."""

    search: Mapped[str] = mapped_column(String(600), default="")
    """What it is found by, plain; beside its time in an index that is read alone, newest first."""

    contracted_mbps: Mapped[int | None] = mapped_column(default=None)
    booked_date: Mapped[date | None] = mapped_column(default=None)
    booked_half: Mapped[Half | None] = mapped_column(Code(Half, 4), default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    technician_id: Mapped[str | None] = mapped_column(ForeignKey("technician.id"), default=None)
    pinned: Mapped[bool] = mapped_column(default=False)
    """The desk chose the technician; the planner keeps the choice."""
    placed_by_hand: Mapped[bool] = mapped_column(default=False)
    """The desk chose between which visits it stands; the planner keeps its time like one that was agreed."""
    declined_by: Mapped[list[str]] = mapped_column(default=list)
    """Technicians who handed it back; the planner does not offer it to them again."""
    not_wanted: Mapped[list[str]] = mapped_column(default=list)
    """Technicians whom the customer does not want to come."""
    waits_for: Mapped[list[str]] = mapped_column(default=list)
    """Older orders, such as work on the line, that have to be done before its visit begins."""
    parts_used: Mapped[dict[str, int]] = mapped_column(default=dict)
    """What its completion took from the van; a reopened order has it already."""
    visit_no: Mapped[int] = mapped_column(default=1)
    """Counts visits: a failed visit and a reopening begin the next."""
    skills: Mapped[list[str]] = mapped_column(default=list)
    duration_min: Mapped[int]

    accepted_at: Mapped[datetime]
    received_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(20), default="api")
    external_ref: Mapped[str | None] = mapped_column(String(80), unique=True, default=None)
    note: Mapped[str | None] = mapped_column(default=None)

    planned_arrive_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_start_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_end_at: Mapped[datetime | None] = mapped_column(default=None)
    planned_travel_s: Mapped[int | None] = mapped_column(default=None)
    planned_seq: Mapped[int | None] = mapped_column(default=None)
    planned_depot_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the van is filled up at the depot on the way to it."""

    on_the_way_at: Mapped[datetime | None] = mapped_column(default=None)
    on_site_at: Mapped[datetime | None] = mapped_column(default=None)
    working_at: Mapped[datetime | None] = mapped_column(default=None)
    tested_at: Mapped[datetime | None] = mapped_column(default=None)
    completed_at: Mapped[datetime | None] = mapped_column(default=None)
    download_mbps: Mapped[float | None] = mapped_column(default=None)

    updated_at: Mapped[datetime]
    changed_by_role: Mapped[Role] = mapped_column(Code(Role, 12))
    changed_by_id: Mapped[str] = mapped_column(String(40))


@event.listens_for(Order, "before_insert")
@event.listens_for(Order, "before_update")
def _keep_keys(_mapper: Any, _connection: Any, order: Order) -> None:
    """However the phone or the address came to change."""
    key = line_key(order.customer_phone, order.address)
    if key != order.line_key:
        order.line_key = key
    words = search_text(
        order.number,
        phone_digits(order.customer_phone),
        order.customer_name,
        order.address,
        order.from_address,
        order.external_ref,
        order.line_id,
    )
    if words != order.search:
        order.search = words
    digits = phone_digits(order.customer_phone)
    if digits != order.phone_digits:
        order.phone_digits = digits
