"""The words that facts about an order are written in: kinds, channels, reasons, verdicts."""

from enum import StrEnum


class Kind(StrEnum):
    INSTALL = "install"
    MOVE = "move"
    REPAIR = "repair"


class Half(StrEnum):
    AM = "am"
    PM = "pm"
    DAY = "day"


class Channel(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    WECHAT = "wechat"
    WEB = "web"
    IN_PERSON = "in_person"


class Party(StrEnum):
    """Whose wish it was."""

    CUSTOMER = "customer"
    US = "us"


class Outcome(StrEnum):
    """How a call failed."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    OFF = "off"
    WRONG_NUMBER = "wrong_number"


class HoldReason(StrEnum):
    """Why nobody comes for now; all but an incident may stop the clock of `complete` (promises.md §3)."""

    CUSTOMER_LATER = "customer_later"
    NOT_READY = "not_ready"
    UNREACHABLE = "unreachable"
    NO_ACCESS = "no_access"
    FORCE_MAJEURE = "force_majeure"
    INCIDENT = "incident"
    """A visit would be in vain until our line works again: our own cause, so no clock stands still by it."""


class FailReason(StrEnum):
    NO_ACCESS = "no_access"
    NOT_READY = "not_ready"
    PARTS = "parts"
    LINE_FAULT = "line_fault"
    OTHER = "other"


class Verdict(StrEnum):
    """What the verification of a withdrawal found."""

    CUSTOMER = "customer"
    OURS = "ours"
    NEVER = "never"
    """Nobody asked for it: the order goes on."""


class Relation(StrEnum):
    """Why two orders belong together."""

    OPTIMISATION = "optimisation"
    """The first was done below the contracted rate; the second puts the network right."""
    REPEAT = "repeat"
    """The line failed again within 30 days of the first one's visit."""
    DUPLICATE = "duplicate"
    """The same report twice: one was closed into the other."""


class IncidentCause(StrEnum):
    """What many orders have in common."""

    FIBRE_CUT = "fibre_cut"
    POWER = "power"
    EQUIPMENT = "equipment"
    WORKS = "works"
    """Our own works in the network."""
    UNKNOWN = "unknown"


class RatingSource(StrEnum):
    """How the customer's word reached us."""

    VOICE = "voice"
    WEB = "web"
    SMS = "sms"
    THIRD_PARTY = "third_party"


class Matter(StrEnum):
    """What somebody may own and hand over."""

    QUESTION = "question"
    CALL_BACK = "call_back"
    CARE_CASE = "care_case"


class CareCause(StrEnum):
    RATING = "rating"
    COMPLAINT = "complaint"
    VERDICT = "verdict"
    """The customer was still dissatisfied at the end of the case before."""


class CareStage(StrEnum):
    """What is done for a dissatisfied customer, in this order; the customer's verdict closes it."""

    LOCATE = "locate"
    ANALYSE = "analyse"
    CARE = "care"


class CareVerdict(StrEnum):
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
