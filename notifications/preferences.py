"""How somebody wants to be written to: the language, and the hours in which a message is held, not dropped."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.occasions import OCCASIONS, Occasion, Reader

LANGUAGES = ("zh-Hans", "zh-Hant", "en")
"""The languages that every message is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One reader's wishes. Nobody is disturbed between `quiet_from` and `quiet_to` on the wall clock of `zone`."""

    language: str
    zone: str
    quiet_from: time = time(21)
    quiet_to: time = time(8)

    def send_at(self, occasion: Occasion, now: datetime) -> datetime:
        """Now, or the end of the quiet hours. Staff and a customer's own appointment do not wait."""
        definition = OCCASIONS[occasion]
        if definition.reader is Reader.STAFF or definition.by_appointment:
            return now
        local = now.astimezone(ZoneInfo(self.zone))
        clock = local.time()
        late = clock >= self.quiet_from
        early = clock < self.quiet_to
        quiet = late or early if self.quiet_from > self.quiet_to else late and early
        if not quiet:
            return now
        ends_on = local.date() + timedelta(days=1) if not early else local.date()
        return datetime.combine(ends_on, self.quiet_to, ZoneInfo(self.zone)).astimezone(UTC)
