"""Settings come from the environment, are described, and are refused by name."""

import dataclasses
from datetime import timedelta

import pytest

from dispatch.clock import RealClock, ScaledClock, from_text
from dispatch.config import SECRETS, InvalidSetting, Settings, descriptions, variable_of


def test_every_setting_says_what_it_is_for() -> None:
    described = descriptions()
    assert set(described) == {variable_of(setting) for setting in dataclasses.fields(Settings)}
    assert all(what.endswith(".") for what in described.values())


def test_nothing_set_is_the_embedded_default() -> None:
    settings = Settings.from_environment({})
    assert settings.database == "sqlite:///var/sanxian.db"
    assert from_text(settings.clock) == RealClock()


def test_settings_are_read_by_their_type() -> None:
    settings = Settings.from_environment(
        {
            "SANXIAN_DEMO": "true",
            "SANXIAN_PLAN_DEBOUNCE": "0.5",
            "SANXIAN_SEED": "7",
            "SANXIAN_CLOCK": "scaled:2026-11-20T08:00:00+08:00|2026-11-22T00:00:00+00:00|60",
        }
    )
    assert settings.demo is True
    assert settings.plan_debounce == timedelta(milliseconds=500)
    assert settings.seed == 7
    clock = from_text(settings.clock)
    assert isinstance(clock, ScaledClock)
    assert clock.rate == 60


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("SANXIAN_SEED", "many"),
        ("SANXIAN_DEMO", "maybe"),
        ("SANXIAN_PLAN_SECONDS", "soon"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_by_name(variable: str, text: str) -> None:
    with pytest.raises(InvalidSetting, match=variable):
        Settings.from_environment({variable: text})


def test_secrets_are_never_shown() -> None:
    settings = Settings.from_environment(
        dict.fromkeys(map("SANXIAN_{}".format, map(str.upper, SECRETS)), "hush")
    )
    assert "hush" not in repr(settings)
