"""Every code with which the planner explains itself has its words in all three languages."""

import re
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from dispatch.planning.alternatives import Decision
from dispatch.planning.blocks import Block
from dispatch.planning.constraints import Facts
from dispatch.planning.diff_causes import Cause
from dispatch.planning.explain import Obstacle
from dispatch.planning.plan import Route, Visit
from dispatch.planning.plan_diff import Change
from dispatch.planning.prices import PRICES
from dispatch.planning.problem import FOREVER, Aims, Fallback, Job, Shift, Window
from dispatch.planning.relief import Relief
from dispatch.planning.why_time import TimeReason
from dispatch.web.language import LANGUAGES, knows
from dispatch.web.plan_wording import changed, worded_reasons
from dispatch.web.reasoning import Reader
from dispatch.web.static_files import static_root
from technicians.skills import NEEDED

NOW: Final = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
AT: Final = NOW.isoformat()
PERSON: Final = {"technician_id": "t", "technician": "王强", "technician_en": "Wang Qiang"}
LINE: Final[dict[str, Any]] = {
    **PERSON,
    "at": AT,
    "until": AT,
    "start_at": AT,
    "end_at": AT,
    "back_at": AT,
    "seconds": 1500,
    "other_id": "o",
    "other": "陈*怡",
    "other_number": "R1",
    "second_technician": "林海",
    "second_technician_en": "Lin Hai",
    "was_technician": "林海",
    "was_technician_en": "Lin Hai",
    "was_start_at": AT,
    "breaks": ["complete", "arrive"],
    "names": ["repair:2", "光猫"],
    "by": "taken",
}


def reader(language: str) -> Reader:
    return Reader(language=language, zone="Asia/Shanghai", now=NOW)


def story(**parts: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"standing": "planned", "seat": None, "time": [], "decision": None}
    return empty | {"possible": [], "blocked": [], "ways_out": []} | parts


def assert_reads(text: str, language: str) -> None:
    """No hole, no raw time, no code; no Latin letters in Chinese."""
    assert text.strip()
    assert not re.search(r"[{}$]|None|\d{4}-\d\d-\d\dT|[a-z]_[a-z]|: *$|：$", text), text
    if language != "en":
        assert not re.search(r"[A-Za-z]", text), text
        assert not re.search(r"[㐀-鿿] [㐀-鿿]|  ", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_for_a_time_and_every_decision_is_worded(language: str) -> None:
    lines = [{**LINE, "code": str(code)} for code in TimeReason]
    told = worded_reasons(story(time=lines, seat=LINE), reader(language))
    for line in [*told["time"], told["seat"], told]:
        assert_reads(line["text"], language)
    for code in Decision:
        for more in ({}, {"breaks": []}, {"by": "desk"}, {"by": "contacted"}):
            decided = worded_reasons(story(decision={**LINE, "code": str(code), **more}), reader(language))
            assert_reads(decided["decision"]["text"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_excludes_is_worded(language: str) -> None:
    for code in [*(str(code) for code in Block), "declined"]:
        for more in ({}, {"over_s": 1500}) if code in {"full", "shift"} else ({},):
            line = {**LINE, "code": code, "short": {"光猫": 2}, **more}
            told = worded_reasons(story(blocked=[line]), reader(language))
            assert_reads(told["blocked"][0]["text"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_out_is_worded(language: str) -> None:
    for code in Relief:
        for breaks in ([], ["complete"]):
            for allowed_s in (0, 3600):
                line = {**LINE, "code": str(code), "breaks": breaks, "allowed_s": allowed_s}
                told = worded_reasons(story(ways_out=[line]), reader(language))
                assert_reads(told["ways_out"][0]["text"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_cost_is_worded(language: str) -> None:
    """The names of the prices are read from the rules themselves, on a visit that pays all of them."""
    shift = Shift(
        id="s",
        technician_id="t",
        start_location=0,
        end_location=0,
        earliest=0,
        latest=900,
        day=1,
        regular_end=0,
        hourly_overtime_cost=3600,
    )
    job = Job(
        id="j",
        location=0,
        duration=1,
        windows=(Window(0, 0),),
        fallbacks=(Fallback(windows=(Window(0, FOREVER),), cost=5),),
        preferred=frozenset({"x"}),
        stranger_cost=5,
        announced="x",
        change_cost=5,
        delay_cost=5,
        late_after=0,
        hourly_late_cost=3600,
    )
    visit = Visit(job_id="j", travel=5, arrive=5, start=5, finish=6, way=1)
    route = Route(shift_id="s", depart=0, visits=(visit,), rests=(), travel_home=0, back=9)
    facts = Facts(route, shift, {"j": job}, lambda *_: 0)
    names = {one.rule for rule in PRICES for one in rule(facts, Aims(fairness=1))}
    assert len(names) == len(PRICES)
    assert names <= {str(code) for code in Decision}
    for name in names:
        for seconds in (700, -700):
            more = [{"code": name, "seconds": seconds}]
            told = worded_reasons(story(possible=[{**LINE, "more": more}]), reader(language))
            assert_reads(told["possible"][0]["text"], language)
    same = worded_reasons(story(possible=[{**LINE, "more": [], "breaks": []}]), reader(language))
    assert_reads(same["possible"][0]["text"], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_between_two_plans_and_every_cause_is_worded(language: str) -> None:
    for change in Change:
        for cause in Cause:
            for seconds in (600, -600):
                line = {**LINE, "change": str(change), "cause": str(cause), "seconds": seconds}
                text = changed(line, reader(language)).replace(" → ", "到")
                assert_reads(text, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_standing_and_every_skill_has_its_words(language: str) -> None:
    for standing in ("planned", "unassigned", "under_way", "not_planned", "later"):
        assert_reads(worded_reasons(story(standing=standing), reader(language))["text"], language)
    for needed in NEEDED.values():
        for skill in needed:
            assert knows(language, f"plan-skill-{skill.partition(':')[0]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_obstacle_has_its_words_in_the_tray(language: str) -> None:
    board = (static_root() / "locales" / language / "board.ftl").read_text(encoding="utf-8")
    for obstacle in Obstacle:
        assert f"\nleft-out-{obstacle.replace('_', '-')} = " in board


def test_overtime_that_saves_it_says_so_and_how_much() -> None:
    line = {**LINE, "code": "overtime", "breaks": []}
    told = worded_reasons(story(ways_out=[line]), reader("en"))
    assert told["ways_out"][0]["text"] == (
        "25 min of overtime for Wang Qiang saves it: there 14:00, home 14:00"
    )
