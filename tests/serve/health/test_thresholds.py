"""What a reading means: every limit of the field's rules on both of its sides, and no word that is a doctor's."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.serve.health import thresholds
from huijia.serve.health.enums import Level, Timing
from huijia.serve.health.thresholds import Glucose, Pressure, Values, advice_of, needs_referral

FORBIDDEN = ("诊断", "确诊", "用药", "服药", "高血压", "糖尿病", "病人", "患者")


@pytest.mark.parametrize(("systolic", "diastolic", "danger", "level"), [
    (129, 84, False, Level.USUAL), (130, 70, False, Level.RAISED), (120, 85, False, Level.RAISED),
    (139, 89, False, Level.RAISED), (140, 70, False, Level.HIGH), (120, 90, False, Level.HIGH),
    (179, 109, True, Level.HIGH), (180, 90, False, Level.HIGH), (180, 90, True, Level.URGENT),
    (150, 110, False, Level.HIGH), (150, 110, True, Level.URGENT), (120, 80, True, Level.USUAL),
])
def test_blood_pressure(systolic: int, diastolic: int, danger: bool, level: Level) -> None:
    assert advice_of(Pressure(systolic, diastolic, danger)).level == level


@pytest.mark.parametrize(("value", "timing", "level"), [
    ("3.9", Timing.FASTING, Level.URGENT), ("4.0", Timing.FASTING, Level.USUAL), ("6.0", Timing.FASTING, Level.USUAL),
    ("6.1", Timing.FASTING, Level.RAISED), ("6.9", Timing.FASTING, Level.RAISED), ("7.0", Timing.FASTING, Level.HIGH),
    ("6.5", Timing.AFTER, Level.USUAL), ("11.0", Timing.AFTER, Level.USUAL), ("11.1", Timing.AFTER, Level.HIGH),
    ("11.1", Timing.RANDOM, Level.HIGH), ("16.6", Timing.RANDOM, Level.HIGH), ("16.7", Timing.AFTER, Level.URGENT),
])
def test_blood_sugar(value: str, timing: Timing, level: Level) -> None:
    assert advice_of(Glucose(Decimal(value), timing)).level == level


def test_a_high_one_is_measured_again_and_a_dangerous_one_is_not_waited_with() -> None:
    assert advice_of(Pressure(150, 95)).again
    assert advice_of(Pressure(190, 115)).again
    urgent = advice_of(Pressure(190, 115, danger=True))
    assert not urgent.again and "120" in str(urgent.text)


def test_three_high_days_and_of_a_day_the_last_reading() -> None:
    high, usual = Pressure(150, 95), Pressure(128, 80)
    days = [date(2026, 4, day) for day in (13, 14, 15)]
    assert not needs_referral([(days[0], high), (days[1], high)])
    assert not needs_referral([(days[0], high), (days[1], high), (days[1], high)])
    assert needs_referral([(day, high) for day in days])
    assert not needs_referral([*((day, high) for day in days), (days[2], usual)])
    assert not needs_referral([(day, Glucose(Decimal("18"), Timing.RANDOM)) for day in days])


_PRESSURES = st.builds(
    lambda low, more, danger: Pressure(low + more, low, danger), st.integers(30, 179), st.integers(1, 101),
    st.booleans(),
)
_SUGARS = st.builds(Glucose, st.decimals("0.6", "33.3", places=1), st.sampled_from(Timing))
_ORDER = [Level.USUAL, Level.RAISED, Level.HIGH, Level.URGENT]


@given(_PRESSURES | _SUGARS)
def test_whatever_is_measured_there_is_a_word_and_it_comes_back_whole(values: Values) -> None:
    advice = advice_of(values)
    assert str(advice.text).startswith("本次测量")
    assert thresholds.unpacked(thresholds.packed(values)) == values


@given(_PRESSURES, st.integers(0, 40), st.integers(0, 40))
def test_more_is_never_less_grave(values: Pressure, up: int, low: int) -> None:
    higher = Pressure(values.systolic + up, values.diastolic + low, values.danger)
    assert _ORDER.index(advice_of(higher).level) >= _ORDER.index(advice_of(values).level)


def test_no_word_of_the_room_is_a_doctors() -> None:
    room = Path(thresholds.__file__).parent
    said = [path for path in room.rglob("*") if path.suffix in {".py", ".html"} and "migrations" not in path.parts]
    portal = room.parent.parent / "doors/portal/templates/portal/me_health.html"
    found = [(path.name, word) for path in [*said, portal] for word in FORBIDDEN if word in path.read_text("utf-8")]
    assert found == []
