"""节假日: a year with its days off and make-up working days, and the table beside the published calendar."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from huijia.doors.desk.forms.holidays import HolidayForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities import actions, calendars
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Holiday
from huijia.lib import clock
from huijia.lib.clock import WorkCalendar

EARLIEST, LATEST = 2004, 2099
WEEKDAYS = (
    (gettext_lazy("一"), gettext_lazy("周一")), (gettext_lazy("二"), gettext_lazy("周二")),
    (gettext_lazy("三"), gettext_lazy("周三")), (gettext_lazy("四"), gettext_lazy("周四")),
    (gettext_lazy("五"), gettext_lazy("周五")), (gettext_lazy("六"), gettext_lazy("周六")),
    (gettext_lazy("日"), gettext_lazy("周日")),
)


@dataclass(frozen=True)
class Day:
    """One square of a month; `kind`: free or working where it differs from Mon-Fri, else weekend or plain.

    `own`: it stands in our table. `day` is None outside the month.
    """

    day: date | None
    kind: str = ""
    own: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """GET: one year (`year`, this one without). POST: enters days."""
    access = open_for(request, "settings.edit")
    if request.method != "POST":
        return _page(request, access, HolidayForm(access=access), _year(request.GET.get("year", "")))
    form = HolidayForm(request.POST, access=access)
    year = _year(request.GET.get("year", ""))
    if not form.is_valid():
        return _page(request, access, form, year, status=422)
    try:
        days = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, form, year, status=422)
    values = {"name": form.cleaned_data["name"], "count": len(days)}
    messages.success(request, _("已录入“%(name)s”%(count)s 天。以后定的截止时间照新的日历算。") % values)
    return redirect(_address(days[0].year))


@require_POST
def holiday_drop(request: HttpRequest) -> HttpResponse:
    """Takes the day of the form out of the table; out twice is out once."""
    access = open_for(request, "settings.edit")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise Http404 from error
    values = {"day": _said(day)}
    if actions.drop_holiday(day, by=access):
        messages.success(request, _("%(day)s 已去掉，按内置日历或周一至周五算。") % values)
    else:
        messages.info(request, _("%(day)s 已经不在表里。") % values)
    return redirect(_address(day.year))


def _said(day: date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def _year(text: str) -> int:
    year = int(text) if text.isdecimal() and len(text) == 4 else clock.today().year
    return min(max(year, EARLIEST), LATEST)


def _address(year: int) -> str:
    return f"{reverse('desk:holidays')}?year={year}"


def _page(request: HttpRequest, access: Access, form: HolidayForm, year: int, status: int = 200) -> HttpResponse:
    calendar, today = calendars.calendar_of(access.community), clock.today()
    context = {
        "form": form, "year": year, "months": [_month(calendar, year, number, today) for number in range(1, 13)],
        "rows": Holiday.objects.filter(date__year=year).order_by("date"), "years": _years(year, today.year),
        "published": calendars.is_published(calendar, year), "until": calendars.published_until(calendar, today),
        "entered": calendars.entered_in(calendar, year), "arranged": calendars.is_arranged(calendar, year),
        "weekdays": WEEKDAYS, "gap": calendars.gap_ahead(calendar, today), "on_page": True, "today": today,
    }
    return render(request, "desk/holidays.html", context, status=status)


def _years(shown: int, this: int) -> list[int]:
    return sorted({this - 1, this, this + 1, this + 2, shown})


def _month(calendar: WorkCalendar, year: int, number: int, today: date) -> Month:
    weeks = Calendar().monthdatescalendar(year, number)
    return Month(
        date(year, number, 1),
        [[_square(calendar, day, today) if day.month == number else Day(None) for day in week] for week in weeks],
    )


def _square(calendar: WorkCalendar, day: date, today: date) -> Day:
    weekend = day.weekday() >= 5
    working = calendar.is_working(day)
    kind = "weekend" if weekend and not working else "working" if weekend else "plain" if working else "free"
    own = day in calendar.exceptions
    if own and not working:
        kind = "free"
    return Day(day, kind, own, day == today)
