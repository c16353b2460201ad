"""Template tags of the house style: icons, controls, time as people say it, addresses keeping their query."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, widgets
from django.http import QueryDict
from django.template import Context
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop, pgettext

from huijia.lib import clock, geo

register = template.Library()

# Our own drawings, so that residents' pages never load the large sprite; the rest are Tabler's outline icons.
# fmt: off
OWN = frozenset({
    "alert-circle", "alert-triangle", "bell", "book", "calendar", "camera", "chevron-left", "chevron-right",
    "circle-check", "clock", "errand", "events", "home", "info-circle", "keyboard", "letter", "mic", "notice",
    "people", "person", "phone", "pin", "report", "search", "track",
})
# fmt: on


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline icon; silent for screen readers unless `label` says what no word beside it says."""
    source = static("img/house.svg" if name in OWN else "vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="ico" role="img" aria-label="{}" focusable="false"><use href="{}#{}"></use></svg>',
            label,
            source,
            name,
        )
    return format_html(
        '<svg class="ico" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', source, name
    )


_PARTS = {
    "Y": "{0.year}", "n": "{0.month}", "j": "{0.day}", "H": "{0.hour:02}", "i": "{0.minute:02}",
}


@cache
def _pattern(wanted: str) -> str:
    """A date format of plain numbers as a pattern for `str.format`; "" where there is more in it."""
    parts = [_PARTS.get(sign, sign) for sign in wanted]
    return "" if re.search(r"[A-Za-z\\{}]", re.sub("|".join(_PARTS), "", wanted)) else "".join(parts)


def _written(value: date | datetime, wanted: str) -> str:
    """Django's date format, quickly for plain numbers: a list says two times in each of its lines."""
    pattern = _pattern(wanted)
    return pattern.format(value) if pattern else dateformat.format(value, wanted)


_NEAR = {0: gettext_noop("今天"), 1: gettext_noop("明天"), -1: gettext_noop("昨天"), -2: gettext_noop("前天")}


def _said_day(day: date, today: date) -> str:
    near = _NEAR.get((day - today).days)
    if near is not None:
        return gettext(near)
    if day.year == today.year:
        return _written(day, pgettext("日期格式，当年", "n月j日"))
    return _written(day, pgettext("日期格式，往年", "Y年n月j日"))


@register.filter
def full_day(value: date | None) -> str:
    """The date with its year, in the reader's way of writing it; "" for none."""
    return _written(value, pgettext("日期格式，完整", "Y年n月j日")) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """Month and day, in the reader's way of writing them; "" for none."""
    return _written(value, pgettext("日期格式，当年", "n月j日")) if value else ""


def said(value: date | datetime) -> str:
    """今天 15:00, 昨天 09:20, 4月6日 15:00, 2025年4月6日; a time of day only within this year."""
    today = clock.today()
    if not isinstance(value, datetime):
        return _said_day(value, today)
    local = clock.local(value) if value.tzinfo else value
    day = _said_day(local.date(), today)
    if local.year != today.year and abs((local.date() - today).days) > 2:
        return day
    return pgettext("日期 时刻", "%(day)s %(time)s") % {"day": day, "time": local.strftime("%H:%M")}


def exact(value: date | datetime) -> str:
    """2026年4月6日 15:00."""
    if not isinstance(value, datetime):
        return _written(value, pgettext("日期格式，完整", "Y年n月j日"))
    local = clock.local(value) if value.tzinfo else value
    return _written(local, pgettext("日期时刻格式，完整", "Y年n月j日 H:i"))


@register.simple_tag
def say_time(value: date | datetime | str | None, before: bool = False, title: str = "") -> str | SafeString:
    """`<time>` with what people say, the exact time on hover and in print; `before=True` says 今天 15:00 前.

    A text passes through, with `title` as its exact time; nothing gives an em dash.
    """
    if not value:
        return "—"
    if isinstance(value, str):
        return format_html('<time title="{}">{}</time>', title, value) if title else value
    words = said(value)
    if before:
        words = gettext("%(when)s 前") % {"when": words}
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), title or exact(value), words)


@register.simple_tag(takes_context=True)
def keep_query(context: Context, **changes: Any) -> str:
    """The query part of this page's address with `changes`; an empty value takes its parameter out."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def navigation_url(lon: float, lat: float) -> str:
    """An address that a phone's map app opens with the way there; WGS-84 in, the maps' own system out."""
    return geo.navigation_url((lon, lat), gettext("目的地"))


@register.filter
def square_km(area: float) -> str:
    """Square metres as square kilometres, to three places."""
    return f"{area / 1e6:.3f}"


_CLASSES: tuple[tuple[type[widgets.Widget], str, str], ...] = (
    (widgets.CheckboxInput, "tick", "form-check-input"),
    (widgets.CheckboxSelectMultiple, "choices", "form-check-input"),
    (widgets.RadioSelect, "choices", "form-check-input"),
    (widgets.SelectMultiple, "list", "form-select"),
    (widgets.Select, "list", "form-select"),
    (widgets.FileInput, "file", "form-control"),
    (widgets.Textarea, "text", "form-control"),
)


def _kind_and_class(field: BoundField) -> tuple[str, str]:
    for widget, kind, css in _CLASSES:
        if isinstance(field.field.widget, widget):
            return kind, css
    return "text", "form-control"


@register.filter
def control_kind(field: BoundField) -> str:
    """tick | choices | list | file | text."""
    return _kind_and_class(field)[0]


@register.simple_tag
def control(field: BoundField, help: str = "", **attrs: Any) -> SafeString:
    """The field's widget in the house's dress; `data_draft="a"` becomes `data-draft="a"`, empty ones go.

    `help` is a text shown in place of the field's own; the control is tied to it.
    """
    _, css = _kind_and_class(field)
    own = str(field.field.widget.attrs.get("class", ""))
    classes = " ".join(part for part in (css, own, "is-invalid" if field.errors else "") if part)
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "", False)}
    if help and not field.help_text:
        ids = [f"{field.auto_id}_helptext", f"{field.auto_id}_error" if field.errors else ""]
        given["aria-describedby"] = " ".join(ids).strip()
    return field.as_widget(attrs={"class": classes, **given})
