"""Compare one order's log with its seals and with the checkpoints: which events were edited, removed or inserted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from dispatch.orders.chain import Keyring, key_of, mac, origin
from dispatch.orders.sealed_event import SealedEvent

_GUESSES: Final = 16
"""How many lost seals are guessed at, when one event after another was changed."""


class Wrong(StrEnum):
    EDITED = "edited"
    INSERTED = "inserted"
    FORGED = "forged"
    """Edited or inserted: nothing is left that tells which."""
    REMOVED = "removed"
    UNPROVEN = "unproven"
    """Its seal hangs on an event before it that is gone, so nothing can be said about it."""
    ORDER_EDITED = "order_edited"
    """The order's row does not agree with its log."""
    ORDER_REMOVED = "order_removed"
    CHECKPOINT = "checkpoint"
    """A checkpoint is missing or was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was sealed."""

    wrong: Wrong
    says: str
    order_id: str | None = None
    number: str | None = None
    seq: int | None = None
    until_seq: int | None = None
    """For what was removed: the last of them."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a checkpoint says of one order: so many events, the newest sealed so."""

    checkpoint: int
    order_id: str
    number: str
    count: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """What the order's own row says of its log."""

    number: str
    version: int
    head: str


def check_order(
    keys: Keyring,
    order_id: str,
    tip: Tip | None,
    events: Sequence[SealedEvent],
    *,
    marks: Sequence[Mark] = (),
    base: Mark | None = None,
) -> list[Finding]:
    """Everything that is wrong with one order; nothing for a log that nobody touched.

    `events` are in the order of their `seq`; `base` is what is already proven and need not be looked at again.
    """
    number = tip.number if tip else next((mark.number for mark in (*marks, *filter(None, [base]))), None)
    check = _Check(keys, order_id, number, tip, events, marks, base)
    if not events and tip is None:
        last = max((mark.count for mark in marks), default=base.count if base else 0)
        check.find(Wrong.ORDER_REMOVED, f"the whole order was removed, with its {last} events", 1, last)
        return check.findings
    check.walk()
    check.compare_marks()
    check.compare_tip()
    return check.findings


@dataclass(slots=True)
class _Check:
    keys: Keyring
    order_id: str
    number: str | None
    tip: Tip | None
    events: Sequence[SealedEvent]
    marks: Sequence[Mark]
    base: Mark | None
    findings: list[Finding] = field(default_factory=list)
    accused: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    last_seq: int = 0
    last_mac: str = ""

    def find(
        self,
        wrong: Wrong,
        says: str,
        seq: int | None = None,
        until_seq: int | None = None,
        event_id: str | None = None,
    ) -> None:
        self.findings.append(
            Finding(
                wrong=wrong,
                says=says,
                order_id=self.order_id,
                number=self.number,
                seq=seq,
                until_seq=until_seq,
                event_id=event_id,
            )
        )

    def walk(self) -> None:
        """Every event onto the one before it."""
        self.last_mac = self.base.head if self.base else origin(self.order_id)
        self.last_seq = self.base.count if self.base else 0
        before: list[str] = []  # seals that the last event should have had, when its own was changed
        shaky = False  # the last event is gone or was changed
        for place, event in enumerate(self.events):
            if event.seq <= self.last_seq:
                self.accuse(event, Wrong.INSERTED, "stands where another event is")
                continue
            if gap := range(self.last_seq + 1, event.seq):
                self.note_missing(gap)
                shaky = True
            follows = not gap and self.follows(event, (self.last_mac, *before))
            if follows:
                before, shaky = [], False
            elif self.follows(
                event, self.known_seals()
            ):  # itself intact; what it was sealed onto is not there
                if not shaky:
                    self.accused.add(event.seq - 1)
                    self.find(
                        Wrong.EDITED, f"is not the event that event {event.seq} followed", event.seq - 1
                    )
                before, shaky = [], False
            else:
                if shaky:
                    self.accuse(event, Wrong.UNPROVEN, "hangs on an event that is gone or was changed")
                else:
                    self.judge(event, self.events[place + 1] if place + 1 < len(self.events) else None)
                before = [] if gap else self.seals_of(event, (self.last_mac, *before))
                shaky = True
            self.last_seq, self.last_mac = event.seq, event.mac

    def judge(self, event: SealedEvent, after: SealedEvent | None) -> None:
        """It does not follow an event that is as it was: was it changed, or put there?"""
        marked = any(mark.count == event.seq and mark.head == event.mac for mark in self.marks)
        if marked or (after is not None and self.follows(after, (event.mac,))):
            self.accuse(event, Wrong.EDITED, "is not what was sealed")
        elif (
            after is None
            and self.tip is not None
            and (self.tip.version, self.tip.head) == (self.last_seq, self.last_mac)
        ):
            self.accuse(event, Wrong.INSERTED, "was never sealed and is beyond the order's count")
        elif after is not None and after.seq == event.seq + 1 and self.follows_renumbered(after, event.seq):
            self.accuse(event, Wrong.INSERTED, "was never sealed; what follows was renumbered")
        elif key_of(self.keys, event.mac) is None:
            self.accuse(event, Wrong.FORGED, "is sealed with a key that is not ours: edited or inserted")
        else:
            self.accuse(event, Wrong.FORGED, "is not what was sealed: edited or inserted")

    def accuse(self, event: SealedEvent, wrong: Wrong, says: str) -> None:
        self.accused.add(event.seq)
        self.find(wrong, says, event.seq, event_id=event.id)

    def note_missing(self, seqs: range) -> None:
        """Name each removed event once, a run of them together."""
        left = [seq for seq in seqs if seq not in self.missing]
        self.missing.update(left)
        if left:
            count = f"{len(left)} events were" if len(left) > 1 else "the event was"
            self.find(Wrong.REMOVED, f"{count} removed", left[0], left[-1])

    def compare_marks(self) -> None:
        """What the checkpoints saw must still be there."""
        found = {event.seq: event for event in self.events}
        counted = max((mark.count for mark in self.marks), default=0)
        self.note_missing(range(self.last_seq + 1, max(counted, self.tip.version if self.tip else 0) + 1))
        for mark in self.marks:
            if self.base and mark.count <= self.base.count:
                continue
            event = found.get(mark.count)
            if event is None:
                self.note_missing(range(mark.count, mark.count + 1))
            elif event.mac != mark.head and event.seq not in self.accused:
                self.accuse(event, Wrong.EDITED, f"is not the event that checkpoint {mark.checkpoint} saw")

    def compare_tip(self) -> None:
        """The order's row counts its events and holds the newest seal."""
        if self.tip is None:
            self.find(Wrong.ORDER_REMOVED, "the order's row was removed; its events are still there")
            return
        version, head = self.tip.version, self.tip.head
        if version < self.last_seq:
            if not self.accused & set(range(version + 1, self.last_seq + 1)):
                self.find(
                    Wrong.ORDER_EDITED, f"the order's row counts {version} events, its log {self.last_seq}"
                )
        elif (
            version == self.last_seq
            and head != self.last_mac
            and (self.events or self.base)
            and self.last_seq not in self.accused
        ):
            self.find(Wrong.ORDER_EDITED, "the order's row does not hold the seal of its newest event")
        if version == 0 and not self.events and not self.missing:
            self.find(Wrong.REMOVED, "all events of the order were removed, or the order was inserted", 1)

    def follows(self, event: SealedEvent, seals: Sequence[str]) -> bool:
        key = key_of(self.keys, event.mac)
        return key is not None and any(event.seal_after(key, before) == event.mac for before in seals)

    def follows_renumbered(self, event: SealedEvent, seq: int) -> bool:
        """Whether it was sealed under another number, onto the last good event."""
        key = key_of(self.keys, event.mac)
        if key is None or event.says is None:
            return False
        sealed = mac(key, self.last_mac, order_id=event.order_id, seq=seq, event_id=event.id, **event.says)
        return sealed == event.mac

    def seals_of(self, event: SealedEvent, befores: Sequence[str]) -> list[str]:
        """What its seal would be, if only the seal was changed."""
        keys = (self.keys.current, *self.keys.retired)
        seals = (event.seal_after(key, before) for key in keys for before in befores)
        return [one for one in seals if one is not None][:_GUESSES]

    def known_seals(self) -> list[str]:
        """Every seal that anybody remembers of this order."""
        seals = [origin(self.order_id), *(event.mac for event in self.events)]
        seals += [mark.head for mark in self.marks]
        if self.base:
            seals.append(self.base.head)
        if self.tip:
            seals.append(self.tip.head)
        return seals
