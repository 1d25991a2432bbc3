"""What an audit of one order's log finds: every change to it, and nothing when nobody changed it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.orders.audit import Finding, Mark, Tip, Wrong, check_order
from dispatch.orders.chain import Key, Keyring, origin
from dispatch.orders.sealed_event import SealedEvent, read_event

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEY, OLD = Key.of("the key"), Key.of("the key of last year")
KEYS = Keyring(KEY, (OLD,))
ORDER = "order-1"


def fields(seq: int) -> dict[str, Any]:
    at = AT + timedelta(minutes=seq)
    return {
        "type": "take",
        "occurred_at": at,
        "received_at": at,
        "judged_at": at,
        "skewed": False,
        "actor_role": "technician",
        "actor_id": "t-wang",
        "data": {"step": seq},
    }


def log_of(count: int, order_id: str = ORDER, old: int = 0) -> list[SealedEvent]:
    """So many events, the first of them sealed with last year's key."""
    events: list[SealedEvent] = []
    before = origin(order_id)
    for seq in range(1, count + 1):
        event = SealedEvent(id=f"{order_id}-{seq}", order_id=order_id, seq=seq, mac="", says=fields(seq))
        before = event.seal_after(OLD if seq <= old else KEY, before) or ""
        events.append(replace(event, mac=before))
    return events


def tip_of(events: list[SealedEvent]) -> Tip:
    return Tip(number="R-1", version=len(events), head=events[-1].mac)


def mark_of(events: list[SealedEvent], count: int, checkpoint: int = 1) -> Mark:
    return Mark(checkpoint=checkpoint, order_id=ORDER, number="R-1", count=count, head=events[count - 1].mac)


def edited(event: SealedEvent, **changed: Any) -> SealedEvent:
    return replace(event, says={**(event.says or {}), **changed})


def found(findings: list[Finding]) -> list[tuple[str, int | None, int | None]]:
    return [(str(one.wrong), one.seq, one.until_seq) for one in findings]


LOG = log_of(6, old=2)
TIP = tip_of(LOG)
SEAL = SealedEvent(id="new", order_id=ORDER, seq=3, mac=f"{KEY.id}:{'0' * 64}", says=fields(3))


@given(st.integers(1, 12), st.integers(0, 12), st.lists(st.integers(1, 12)))
def test_a_log_that_nobody_touched_is_never_accused(count: int, old: int, seen: list[int]) -> None:
    log = log_of(count, old=old)
    marks = [mark_of(log, min(count, at), which) for which, at in enumerate(sorted(seen))]
    assert check_order(KEYS, ORDER, tip_of(log), log, marks=marks) == []
    for base in marks:
        rest = [event for event in log if event.seq > base.count]
        assert check_order(KEYS, ORDER, tip_of(log), rest, marks=marks, base=base) == []


@pytest.mark.parametrize(
    "change",
    [
        {"type": "decline"},
        {"occurred_at": AT},
        {"received_at": AT},
        {"judged_at": AT},
        {"skewed": True},
        {"actor_id": "t-li"},
        {"actor_role": "lead"},
        {"data": {}},
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 6])
def test_an_edited_event_is_named_alone(seq: int, change: dict[str, Any]) -> None:
    log = [edited(event, **change) if event.seq == seq else event for event in LOG]
    wrong = "edited" if seq < 6 else "forged"  # after the last one nothing tells an edit from an insertion
    findings = check_order(KEYS, ORDER, TIP, log)
    assert found(findings) == [(wrong, seq, None)]
    assert (findings[0].event_id, findings[0].number) == (f"order-1-{seq}", "R-1")
    assert found(check_order(KEYS, ORDER, TIP, log, marks=[mark_of(LOG, 6)])) == [("edited", seq, None)]


@pytest.mark.parametrize("mac", ["", "nonsense", f"{KEY.id}:{'1' * 64}", f"{OLD.id}:{'1' * 64}", LOG[0].mac])
def test_a_changed_seal_accuses_its_event_alone(mac: str) -> None:
    log = [replace(event, mac=mac) if event.seq == 3 else event for event in LOG]
    assert [one.seq for one in check_order(KEYS, ORDER, TIP, log)] == [3]


def test_removed_events_are_named_and_what_followed_is_not_called_changed() -> None:
    log = [event for event in LOG if event.seq not in (3, 4)]
    assert found(check_order(KEYS, ORDER, TIP, log)) == [("removed", 3, 4), ("unproven", 5, None)]
    assert found(check_order(KEYS, ORDER, TIP, log, marks=[mark_of(LOG, 4)])) == [("removed", 3, 4)]


def test_a_first_event_that_is_gone_is_named() -> None:
    assert ("removed", 1, 1) in found(check_order(KEYS, ORDER, TIP, LOG[1:]))


def test_a_cut_tail_is_named_by_the_order_s_count_and_by_the_checkpoint() -> None:
    assert found(check_order(KEYS, ORDER, TIP, LOG[:4])) == [("removed", 5, 6)]
    hidden = tip_of(LOG[:4])
    assert found(check_order(KEYS, ORDER, hidden, LOG[:4])) == []  # beyond any checkpoint nobody can tell
    assert found(check_order(KEYS, ORDER, hidden, LOG[:4], marks=[mark_of(LOG, 6)])) == [("removed", 5, 6)]


def test_a_checkpoint_of_the_cut_log_does_not_hide_what_an_earlier_one_saw() -> None:
    marks = [mark_of(LOG, 6, 1), mark_of(LOG, 4, 2)]
    assert found(check_order(KEYS, ORDER, tip_of(LOG[:4]), LOG[:4], marks=marks)) == [("removed", 5, 6)]


def test_a_whole_order_that_is_gone_is_named() -> None:
    findings = check_order(KEYS, ORDER, None, [], marks=[mark_of(LOG, 2, 1), mark_of(LOG, 6, 2)])
    assert found(findings) == [("order_removed", 1, 6)]
    assert findings[0].number == "R-1"


def test_all_events_of_an_order_that_is_still_there() -> None:
    assert found(check_order(KEYS, ORDER, TIP, [])) == [("removed", 1, 6)]
    emptied = Tip(number="R-1", version=0, head="")
    assert found(check_order(KEYS, ORDER, emptied, [])) == [("removed", 1, None)]
    assert found(check_order(KEYS, ORDER, emptied, [], marks=[mark_of(LOG, 6)])) == [("removed", 1, 6)]


def test_an_order_s_row_that_is_gone_or_changed_is_named() -> None:
    assert found(check_order(KEYS, ORDER, None, LOG)) == [("order_removed", None, None)]
    assert found(check_order(KEYS, ORDER, replace(TIP, version=4), LOG)) == [("order_edited", None, None)]
    assert found(check_order(KEYS, ORDER, replace(TIP, head="x"), LOG)) == [("order_edited", None, None)]


def test_an_inserted_event_is_named() -> None:
    at_the_end = [*LOG, replace(SEAL, seq=7)]
    assert found(check_order(KEYS, ORDER, TIP, at_the_end)) == [("inserted", 7, None)]
    hidden = Tip(number="R-1", version=7, head=SEAL.mac)
    assert found(check_order(KEYS, ORDER, hidden, at_the_end)) == [("forged", 7, None)]
    pushed = [*LOG[:2], SEAL, *(replace(event, seq=event.seq + 1) for event in LOG[2:])]
    findings = found(check_order(KEYS, ORDER, replace(TIP, version=7), pushed))
    assert findings[0] == ("inserted", 3, None)
    assert {seq for _, seq, _ in findings} >= {3, 4, 5, 6, 7}


def test_two_events_that_changed_places_are_both_named_and_no_other() -> None:
    log = [LOG[0], replace(LOG[2], seq=2), replace(LOG[1], seq=3), *LOG[3:]]
    assert {one.seq for one in check_order(KEYS, ORDER, TIP, log)} == {2, 3}


def test_an_event_of_another_order_is_no_event_of_this_one() -> None:
    other = log_of(6, "order-2")
    log = [*LOG[:2], replace(other[2], order_id=ORDER), *LOG[3:]]
    assert found(check_order(KEYS, ORDER, TIP, log)) == [("forged", 3, None), ("unproven", 4, None)]
    whole = [replace(event, order_id=ORDER) for event in other]
    assert check_order(KEYS, ORDER, tip_of(other), whole) != []


def test_a_stranger_s_seal_is_none() -> None:
    stranger = Key.of("somebody else's")
    mac = LOG[3].seal_after(stranger, LOG[2].mac) or ""
    log = [*LOG[:3], replace(LOG[3], mac=mac), *LOG[4:]]
    findings = check_order(KEYS, ORDER, TIP, log)
    assert [(one.wrong, one.seq) for one in findings] == [(Wrong.FORGED, 4)]
    assert "not ours" in findings[0].says


@pytest.mark.parametrize(
    "row",
    [
        {"occurred_at": "yesterday"},
        {"received_at": 12},
        {"skewed": 2},
        {"data": "{"},
        {"data": "NaN"},
        {"actor_id": None},
        {"seq": "three"},
    ],
)
def test_a_row_that_cannot_even_be_read_is_named_not_stumbled_over(row: dict[str, Any]) -> None:
    told = {"id": "order-1-3", "order_id": ORDER, "seq": 3, "mac": LOG[2].mac, **fields(3)}
    assert read_event(told) == LOG[2]
    log = [*LOG[:2], read_event(told | row), *LOG[3:]]
    assert {one.seq for one in check_order(KEYS, ORDER, TIP, log)} >= {-1 if "seq" in row else 3}


def random_change(log: list[SealedEvent], draw: st.DrawFn) -> list[SealedEvent]:  # noqa: PLR0911  # a return a way to tamper
    at = draw(st.integers(0, len(log) - 1))
    event = log[at]
    match draw(st.sampled_from(["edit", "seal", "remove", "insert", "swap", "cut", "copy"])):
        case "edit":
            says = dict(event.says or {})
            name = draw(st.sampled_from(sorted(says)))
            values: dict[str, st.SearchStrategy[Any]] = {
                "data": st.dictionaries(st.text(), st.integers(-3, -1), min_size=1),
                "skewed": st.just(value=True),
            }
            given_value = values.get(
                name,
                st.datetimes(timezones=st.just(UTC), max_value=datetime(2025, 1, 1))  # noqa: DTZ001  # hypothesis wants it naive
                if name.endswith("_at")
                else st.text(alphabet="xyz", min_size=1),
            )
            return [*log[:at], edited(event, **{name: draw(given_value)}), *log[at + 1 :]]
        case "seal":
            return [
                *log[:at],
                replace(event, mac=draw(st.sampled_from(["", SEAL.mac, "x:y"]))),
                *log[at + 1 :],
            ]
        case "remove":
            return [*log[:at], *log[at + 1 :]]
        case "insert":
            put = replace(SEAL, seq=at + 1)
            return [*log[:at], put, *(replace(one, seq=one.seq + 1) for one in log[at:])]
        case "swap" if len(log) > 1:
            to = draw(st.integers(0, len(log) - 1).filter(lambda place: place != at))
            swapped = list(log)
            swapped[at], swapped[to] = (
                replace(log[to], seq=log[at].seq),
                replace(log[at], seq=log[to].seq),
            )
            return swapped
        case "copy":
            return [*log, replace(event, id="copy", seq=len(log) + 1)]
        case _:
            return log[:at]


@given(st.data())
def test_any_single_change_to_what_a_checkpoint_saw_is_found(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 10))
    log = log_of(count, old=data.draw(st.integers(0, 10)))
    changed = random_change(log, data.draw)
    tip = data.draw(
        st.sampled_from([tip_of(log), Tip(number="R-1", version=len(changed), head=(changed or log)[-1].mac)])
    )
    assert check_order(KEYS, ORDER, tip, changed, marks=[mark_of(log, count)]) != []
