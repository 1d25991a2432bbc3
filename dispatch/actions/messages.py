"""Write the messages that follow from an event, from what is true when they leave, and hand them to a channel."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch.actions.clocks import judged, standing_breaks
from dispatch.actions.links import create_link
from dispatch.actions.policies import policy_of
from dispatch.orders.events import Event
from dispatch.orders.lifecycle import Step
from dispatch.orders.people import Role
from dispatch.orders.promises import order_facts
from dispatch.storage.compensation import Compensation
from dispatch.storage.district import District
from dispatch.storage.event_log import LoggedEvent, events_of
from dispatch.storage.order import Order
from dispatch.storage.outbox import OutboxRow, Topic, post
from dispatch.storage.question import Question
from dispatch.storage.session import Database
from dispatch.storage.technician import Technician
from dispatch.storage.user import User
from notifications.channels.base import Channel
from notifications.delivery import Failure, Fault, GiveUp, Undelivered, decide
from notifications.message import Message
from notifications.occasions import OCCASIONS, Occasion, Reader
from notifications.preferences import Preferences
from notifications.rendering import render
from sla.clock import BROKEN, ClockState
from sla.order import ladder_of
from sla.policy import Audience, Kind, Once, PerStartedDay, PromiseCode

HOUR: Final = timedelta(hours=1)
"""How far from the agreed time an arrival still keeps it."""
