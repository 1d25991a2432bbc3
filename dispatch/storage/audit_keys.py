"""The keys that seal the event log, as the settings give them; they never enter the database."""

import hashlib
import hmac
from typing import Final

from dispatch.config import Settings
from dispatch.orders.chain import Key, Keyring

_DERIVED: Final = b"sanxian audit key of a demo"


def audit_keys(settings: Settings) -> Keyring | None:
    """A demo's come from its secret; a real installation names its own, or has none and cannot write events."""
    secret = settings.audit_key
    if not secret and settings.demo and settings.secret:
        secret = hmac.new(settings.secret.encode(), _DERIVED, hashlib.sha256).hexdigest()
    if not secret:
        return None
    retired = tuple(Key.of(text.strip()) for text in settings.audit_keys_retired.split(",") if text.strip())
    return Keyring(Key.of(secret), retired)
