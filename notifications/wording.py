"""How times, spans, money and the few fixed words are said in a message, in each language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS: Mapping[str, Mapping[int, str]] = {
    "zh-Hans": {-1: "昨天", 0: "今天", 1: "明天"},
    "zh-Hant": {-1: "昨天", 0: "今天", 1: "明天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
WORDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "zh-Hans": {
        "kind": {"install": "装机", "move": "移机", "repair": "修障"},
        "order": {"install": "装机", "move": "移机", "repair": "报修"},
        "done": {"install": "装好", "move": "移好", "repair": "修好"},
        "promise": {
            "complete": "完成",
            "urgent": "紧急投诉",
            "accept": "接单",
            "contact": "联系",
            "arrive": "到达",
            "speed": "测速",
            "cancel_verify": "核实撤单",
            "cancel_done": "办结撤单",
            "answer": "答复",
            "callback": "回访",
            "care": "关怀",
        },
        "deed": {
            "urgent": "修好",
            "contact": "和您约好时间",
            "arrive": "到您家",
            "speed": "网速达标",
            "cancel_verify": "核实您的撤单",
            "cancel_done": "办完您的撤单",
            "answer": "答复您",
            "callback": "给您回访",
            "care": "给您答复",
        },
        "cause": {
            "customer_later": "用户要改期",
            "not_ready": "现场未就绪",
            "unreachable": "联系不上",
            "no_access": "进不了门",
            "withdrawal": "申请撤单",
            "force_majeure": "不可抗力",
        },
        "reason": {
            "customer_later": "您想改到晚些的日子",
            "not_ready": "现场还没准备好",
            "unreachable": "我们联系不上您",
            "no_access": "我们到了，没能进门",
            "withdrawal": "您申请了撤单",
            "force_majeure": "不可抗力",
        },
        "fault": {
            "fibre_cut": "光缆断了",
            "power": "机房停电",
            "equipment": "设备故障",
            "works": "网络施工",
            "unknown": "线路故障",
        },
    },
    "zh-Hant": {
        "kind": {"install": "裝機", "move": "移機", "repair": "修障"},
        "order": {"install": "裝機", "move": "移機", "repair": "報修"},
        "done": {"install": "裝好", "move": "移好", "repair": "修好"},
        "promise": {
            "complete": "完成",
            "urgent": "緊急投訴",
            "accept": "接單",
            "contact": "聯絡",
            "arrive": "到達",
            "speed": "測速",
            "cancel_verify": "核實撤單",
            "cancel_done": "辦結撤單",
            "answer": "答覆",
            "callback": "回訪",
            "care": "關懷",
        },
        "deed": {
            "urgent": "修好",
            "contact": "和您約好時間",
            "arrive": "到府上",
            "speed": "網速達標",
            "cancel_verify": "核實您的撤單",
            "cancel_done": "辦完您的撤單",
            "answer": "答覆您",
            "callback": "給您回訪",
            "care": "給您答覆",
        },
        "cause": {
            "customer_later": "用戶要改期",
            "not_ready": "現場未就緒",
            "unreachable": "聯絡不上",
            "no_access": "進不了門",
            "withdrawal": "申請撤單",
            "force_majeure": "不可抗力",
        },
        "reason": {
            "customer_later": "您想改到晚些的日子",
            "not_ready": "現場還沒準備好",
            "unreachable": "我們聯絡不上您",
            "no_access": "我們到了，沒能進門",
            "withdrawal": "您申請了撤單",
            "force_majeure": "不可抗力",
        },
        "fault": {
            "fibre_cut": "光纜斷了",
            "power": "機房停電",
            "equipment": "設備故障",
            "works": "網絡施工",
            "unknown": "線路故障",
        },
    },
    "en": {
        "kind": {"install": "new line", "move": "move", "repair": "repair"},
        "order": {"install": "new line", "move": "move", "repair": "repair"},
        "done": {
            "install": "your new line working",
            "move": "your moved line working",
            "repair": "your line repaired",
        },
        "promise": {
            "complete": "complete",
            "urgent": "urgent complaint",
            "accept": "take",
            "contact": "contact",
            "arrive": "arrive",
            "speed": "speed",
            "cancel_verify": "verify withdrawal",
            "cancel_done": "finish withdrawal",
            "answer": "answer",
            "callback": "call back",
            "care": "care",
        },
        "deed": {
            "urgent": "your line repaired",
            "contact": "a time agreed with you",
            "arrive": "at your door",
            "speed": "your line at its contracted speed",
            "cancel_verify": "your withdrawal verified",
            "cancel_done": "your withdrawal done",
            "answer": "an answer for you",
            "callback": "a call back to you",
            "care": "an answer for you",
        },
        "cause": {
            "customer_later": "the customer wants a later date",
            "not_ready": "premises not ready",
            "unreachable": "cannot be reached",
            "no_access": "no access",
            "withdrawal": "asked to withdraw",
            "force_majeure": "force majeure",
        },
        "reason": {
            "customer_later": "you asked for a later date",
            "not_ready": "the premises are not ready",
            "unreachable": "we could not reach you",
            "no_access": "we came and could not get in",
            "withdrawal": "you asked to withdraw",
            "force_majeure": "force majeure",
        },
        "fault": {
            "fibre_cut": "a cut cable",
            "power": "a power failure at our station",
            "equipment": "broken equipment of ours",
            "works": "works in our network",
            "unknown": "a fault in our network",
        },
    },
}
LONGEST_ANSWER = 70
HOUR, DAY = 60, 24 * 60

_APART = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z¥])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
_TOGETHER = re.compile(r"(?<=[\u4e00-\u9fff，。：；、（）]) (?=[\u4e00-\u9fff（）])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads it and when: the language, the wall clock, and the day that "today" is."""

    language: str
    zone: str
    now: datetime


def spaced(text: str) -> str:
    """A space between Han and Latin or digits, none within Han, wherever two facts meet."""
    return _APART.sub(" ", _TOGETHER.sub("", text))


def when(reading: Reading, at: datetime) -> str:
    """今天 15:00, 22 日 16:20; tomorrow 09:00, 22 Nov 16:20."""
    local = at.astimezone(ZoneInfo(reading.zone))
    return f"{_day(reading, local)} {local:%H:%M}"


def by(reading: Reading, at: datetime) -> str:
    """A limit. The first instant of a date reads as 24:00 of the day before, which is what it means."""
    local = at.astimezone(ZoneInfo(reading.zone))
    if local.time() == time.min:
        return f"{_day(reading, local - timedelta(days=1))} 24:00"
    return when(reading, at)


def clock(reading: Reading, at: datetime) -> str:
    """The time alone, when the day is plain; with its day when it is another one than today."""
    local = at.astimezone(ZoneInfo(reading.zone))
    today = local.date() == reading.now.astimezone(ZoneInfo(reading.zone)).date()
    return f"{local:%H:%M}" if today else when(reading, at)


def hours(reading: Reading, from_at: datetime, to_at: datetime) -> str:
    """14:00–16:00, within one day that was said already."""
    zone = ZoneInfo(reading.zone)
    return f"{from_at.astimezone(zone):%H:%M}–{to_at.astimezone(zone):%H:%M}"


def span(reading: Reading, minutes: int) -> str:
    """A rest: 26 分, 1 时 04 分, 2 天 2 时."""
    days, rest = divmod(minutes, DAY)
    if reading.language == "en":
        short = f"{rest // HOUR} h {rest % HOUR:02} min" if rest >= HOUR else f"{rest} min"
        return f"{days} d {rest // HOUR} h" if days else short
    hour = "時" if reading.language == "zh-Hant" else "时"
    short = f"{rest // HOUR} {hour} {rest % HOUR:02} 分" if rest >= HOUR else f"{rest} 分"
    return f"{days} 天 {rest // HOUR} {hour}" if days else short


def money(reading: Reading, cents: int) -> str:
    """¥20, and ¥20.50 only when there are cents."""
    _ = reading
    return f"¥{cents // 100}" if cents % 100 == 0 else f"¥{cents / 100:.2f}"


def mbps(reading: Reading, rate: float) -> str:
    """A rate to the whole megabit, rounded down: no better than it was."""
    _ = reading
    return f"{int(rate)}"


def short(reading: Reading, text: str) -> str:
    """The beginning of an answer; all of it is on the page."""
    _ = reading
    return text if len(text) <= LONGEST_ANSWER else text[: LONGEST_ANSWER - 1].rstrip() + "…"


def kind(reading: Reading, code: str) -> str:
    """The kind of order as staff call it."""
    return WORDS[reading.language]["kind"][code]


def order(reading: Reading, code: str) -> str:
    """The order as its customer calls it: nobody has a 修障, they have a 报修."""
    return WORDS[reading.language]["order"][code]


def done(reading: Reading, code: str) -> str:
    """What it is when the kind of order is complete: 装好."""
    return WORDS[reading.language]["done"][code]


def promise(reading: Reading, code: str) -> str:
    """The promise as staff call it."""
    return WORDS[reading.language]["promise"][code]


def deed(reading: Reading, code: str, order_kind: str) -> str:
    """What we promised the customer to have done."""
    return WORDS[reading.language]["deed"].get(code) or done(reading, order_kind)


def reason(reading: Reading, code: str) -> str:
    """Why the clock stands still."""
    return WORDS[reading.language]["reason"][code]


def cause(reading: Reading, code: str) -> str:
    """The same as staff say it."""
    return WORDS[reading.language]["cause"][code]


def fault(reading: Reading, code: str) -> str:
    """What many customers have in common."""
    return WORDS[reading.language]["fault"][code]


def _day(reading: Reading, local: datetime) -> str:
    today = reading.now.astimezone(ZoneInfo(reading.zone)).date()
    word = DAYS[reading.language].get((local.date() - today).days)
    if word is not None:
        return word
    if reading.language == "en":
        return f"{local.day} {MONTHS[local.month - 1]}"
    if (local.year, local.month) == (today.year, today.month):
        return f"{local.day} 日"
    return f"{local.month} 月 {local.day} 日"


def _filter(say: Callable[..., str]) -> Callable[..., str]:
    """A filter that knows who reads."""

    @pass_context
    def read(context: Context, *facts: Any) -> str:
        return say(context["reading"], *facts)

    return read


FILTERS: Mapping[str, Callable[..., str]] = {
    say.__name__: _filter(say)
    for say in (
        when,
        by,
        clock,
        hours,
        span,
        money,
        mbps,
        short,
        kind,
        order,
        done,
        promise,
        deed,
        reason,
        cause,
        fault,
    )
}
