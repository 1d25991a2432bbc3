"""What a promise is made of: its target, calendar, warnings and price, and how a policy is looked up by kind and tier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from sla.working_time import Calendar, instant, local_date

STANDARD = "standard"


class PromiseCode(StrEnum):
    """The promises of the catalogue, by the code that every table, message and page uses."""

    COMPLETE = "complete"
    URGENT = "urgent"
    ACCEPT = "accept"
    CONTACT = "contact"
    ARRIVE = "arrive"
    SPEED = "speed"
    CANCEL_VERIFY = "cancel_verify"
    CANCEL_DONE = "cancel_done"
    ANSWER = "answer"
    CALLBACK = "callback"
    CARE = "care"


class Kind(StrEnum):
    """The kinds of order that a promise may distinguish."""

    INSTALL = "install"
    MOVE = "move"
    REPAIR = "repair"


class Audience(StrEnum):
    """Who is told when a clock reaches a rung."""

    TECHNICIAN = "technician"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    CUSTOMER = "customer"


class PauseReason(StrEnum):
    """The only reasons that stop a clock; the operator's own shortages are not among them."""

    CUSTOMER_LATER = "customer_later"
    NOT_READY = "not_ready"
    UNREACHABLE = "unreachable"
    NO_ACCESS = "no_access"
    WITHDRAWAL = "withdrawal"
    FORCE_MAJEURE = "force_majeure"


