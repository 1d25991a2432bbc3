"""Every table, imported once so that the metadata is complete."""

from dispatch.storage.absence import Absence
from dispatch.storage.base import Base
from dispatch.storage.call_back import CallBack
from dispatch.storage.care_case import CareCase, CareNote
from dispatch.storage.checkpoint import Checkpoint, SealedOrder
from dispatch.storage.compensation import Compensation
from dispatch.storage.customer_link import CustomerLink
from dispatch.storage.district import Area, District
from dispatch.storage.duty import Duty
from dispatch.storage.escalation import Escalation
from dispatch.storage.eta import Expected
from dispatch.storage.event_log import LoggedEvent
from dispatch.storage.fault_check import FaultCheck
from dispatch.storage.force_majeure import Declaration
from dispatch.storage.imported_row import ImportedRow
from dispatch.storage.incident import Incident, IncidentOrder
from dispatch.storage.learned import LearnedEffect, LearningRun
from dispatch.storage.message import PersonalMessage
from dispatch.storage.order import Order
from dispatch.storage.order_link import OrderLink
from dispatch.storage.outbox import OutboxRow
from dispatch.storage.plan import Plan, PlanRequest
from dispatch.storage.plan_proposal import PlanProposal
from dispatch.storage.policy import PolicyChange, PolicyVersion
from dispatch.storage.promise_check import PromiseCheck
from dispatch.storage.promise_clock import Deadline, PromiseClock
from dispatch.storage.question import Question
from dispatch.storage.rescue import RescueDone
from dispatch.storage.rule_change import RuleChange
from dispatch.storage.saved_filter import SavedFilter
from dispatch.storage.slot_hold import SlotHold
from dispatch.storage.task import Task, TaskEntry
from dispatch.storage.technician import Position, Technician
from dispatch.storage.user import SignIn, User

TABLES = (
    Absence,
    Area,
    CallBack,
    CareCase,
    CareNote,
    Checkpoint,
    Compensation,
    CustomerLink,
    Deadline,
    Declaration,
    District,
    Duty,
    Escalation,
    Expected,
    FaultCheck,
    ImportedRow,
    Incident,
    IncidentOrder,
    LearnedEffect,
    LearningRun,
    LoggedEvent,
    Order,
    OrderLink,
    OutboxRow,
    PersonalMessage,
    Plan,
    PlanProposal,
    PlanRequest,
    PolicyChange,
    PolicyVersion,
    Position,
    PromiseCheck,
    PromiseClock,
    Question,
    RescueDone,
    RuleChange,
    SavedFilter,
    SealedOrder,
    SignIn,
    SlotHold,
    Task,
    TaskEntry,
    Technician,
    User,
)
METADATA = Base.metadata
