"""What a reading means and what is said of it. Pure: numbers in, words out.

Source: `domain-rules.md`, Health corner. Blood pressure in mmHg, blood sugar in mmol/L. The words advise to rest, to
measure again, to see a doctor; they never name an illness or a medicine, which is a doctor's to do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.serve.health.enums import Kind, Level, Timing

SYSTOLIC, DIASTOLIC = (50, 280), (30, 180)
SUGAR = (Decimal("0.6"), Decimal("33.3"))
PULSE = (30, 220)
DAYS_FOR_REFERRAL = 3
"""Too high on so many different days: advise to see a doctor, and ask again two weeks later."""


@dataclass(frozen=True)
class Pressure:
    """`danger`: chest pain, short breath, a bad headache, a weak side or the like at the time."""

    systolic: int
    diastolic: int
    danger: bool = False


@dataclass(frozen=True)
class Glucose:
    value: Decimal
    timing: Timing


Values = Pressure | Glucose


@dataclass(frozen=True)
class Advice:
    """`again`: rest and measure again now."""

    level: Level
    text: str | Promise
    again: bool = False


_USUAL = _("本次测量在一般范围。")
_PRESSURE = {
    Level.USUAL: Advice(Level.USUAL, _USUAL),
    Level.RAISED: Advice(Level.RAISED, _("本次测量略高，建议至少每半年测一次，少盐、多走动。")),
    Level.HIGH: Advice(
        Level.HIGH, _("本次测量偏高，建议安静坐 5 分钟以上再测一次，并约好改天再来测。"), again=True
    ),
}
_VERY_HIGH = Advice(
    Level.HIGH, _("本次测量很高，建议安静坐着再测一次；仍然这样高，请当天去医院看。"), again=True
)
_URGENT_PRESSURE = Advice(Level.URGENT, _("本次测量很高，又有不舒服，请马上打 120 或者去医院。"))


def of_pressure(values: Pressure) -> Advice:
    """≥180 and/or ≥110 with danger signs: 120. ≥140 and/or ≥90: rest, again. 130–139 and/or 85–89: half-yearly."""
    systolic, diastolic = values.systolic, values.diastolic
    if systolic >= 180 or diastolic >= 110:
        return _URGENT_PRESSURE if values.danger else _VERY_HIGH
    if systolic >= 140 or diastolic >= 90:
        return _PRESSURE[Level.HIGH]
    if systolic >= 130 or diastolic >= 85:
        return _PRESSURE[Level.RAISED]
    return _PRESSURE[Level.USUAL]


def of_glucose(values: Glucose) -> Advice:
    """≥16.7 or ≤3.9: urgent. Fasting ≥7.0, else ≥11.1: advise. Fasting 6.1 to 7.0: raised."""
    value, fasting = values.value, values.timing == Timing.FASTING
    if value <= Decimal("3.9"):
        return Advice(Level.URGENT, _("本次测量偏低，请马上吃点含糖的东西，并请医生看；人不清醒请打 120。"))
    if value >= Decimal("16.7"):
        return Advice(Level.URGENT, _("本次测量很高，请马上去医院看；人不舒服请打 120。"))
    if value >= (Decimal("7.0") if fasting else Decimal("11.1")):
        return Advice(Level.HIGH, _("本次测量偏高，建议改天空腹再测一次，并去医院查一查。"))
    if fasting and value >= Decimal("6.1"):
        return Advice(Level.RAISED, _("本次测量略高，建议过一段时间再测，少吃甜食、多走动。"))
    return Advice(Level.USUAL, _USUAL)


def advice_of(values: Values) -> Advice:
    return of_pressure(values) if isinstance(values, Pressure) else of_glucose(values)


REFERRAL = _("已经有 3 天测得偏高，建议去医院看一看；过些天健康角会再问一问。")


def needs_referral(readings: Iterable[tuple[date, Values]]) -> bool:
    """Blood pressure too high on three different days. Of a day the last reading counts: the one after the rest.

    `readings`: (local day, values) in the order in which they were taken.
    """
    last: dict[date, Values] = {day: values for day, values in readings if isinstance(values, Pressure)}
    return sum(advice_of(values).level in (Level.HIGH, Level.URGENT) for values in last.values()) >= DAYS_FOR_REFERRAL


def packed(values: Values) -> dict[str, str | int | bool]:
    """For sealing."""
    if isinstance(values, Pressure):
        return {"s": values.systolic, "d": values.diastolic, "x": values.danger}
    return {"g": str(values.value), "t": values.timing.value}


def unpacked(found: Mapping[str, str | int | bool]) -> Values:
    if "g" in found:
        return Glucose(Decimal(str(found["g"])), Timing(str(found["t"])))
    return Pressure(int(found["s"]), int(found["d"]), bool(found.get("x")))


def kind_of(values: Values) -> Kind:
    return Kind.PRESSURE if isinstance(values, Pressure) else Kind.GLUCOSE


def said(values: Values) -> str:
    """128/82 mmHg, 6.3 mmol/L (空腹)"""
    if isinstance(values, Pressure):
        return f"{values.systolic}/{values.diastolic} mmHg"
    return f"{values.value} mmol/L ({values.timing.label})"
