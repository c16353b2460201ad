"""窗口: the queue, appointments, hours, wishes; and what residents see of them."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from huijia.core.signup.actions import SignupDraft
from huijia.core.signup.models import Occasion
from huijia.lib import clock
from huijia.serve.counter import actions
from huijia.serve.counter.enums import Kind
from huijia.serve.counter.models import Booking, ClosedDay, Counter, CounterService, Hours, Opening, Overtime, Turn

#                            ano sec com ope gri gro mem str aud adm out
GET = """
counter:today                302 200 200 200 403 403 403 403 403 403 200
counter:number               405 405 405 405 405 405 405 405 405 405 405
counter:call                 405 405 405 405 405 405 405 405 405 405 405
counter:finish               405 405 405 405 405 405 405 405 405 405 405
counter:move                 405 405 405 405 405 405 405 405 405 405 405
counter:come                 405 405 405 405 405 405 405 405 405 405 405
counter:scanned              302 200 200 200 403 403 403 403 403 403 404
counter:told                 302 200 200 200 403 403 403 403 403 403 404
counter:slip                 302 200 200 200 403 403 403 403 403 403 404
counter:book                 302 200 200 200 403 403 403 403 403 403 200
counter:phone                405 405 405 405 405 405 405 405 405 405 405
counter:act                  405 405 405 405 405 405 405 405 405 405 405
counter:openings             302 200 200 200 403 403 403 403 403 403 200
counter:add                  405 405 405 405 405 405 405 405 405 405 405
counter:closed               405 405 405 405 405 405 405 405 405 405 405
counter:again                405 405 405 405 405 405 405 405 405 405 405
counter:opening              302 200 200 200 403 403 403 403 403 403 404
counter:shut                 405 405 405 405 405 405 405 405 405 405 405
counter:overtime             405 405 405 405 405 405 405 405 405 405 405
counter:void                 405 405 405 405 405 405 405 405 405 405 405
counter:plan                 302 200 200 403 403 403 403 403 403 403 200
counter:counter_add          302 200 200 403 403 403 403 403 403 403 200
counter:counter              302 200 200 403 403 403 403 403 403 403 404
counter:end                  405 405 405 405 405 405 405 405 405 405 405
counter:wishes               302 200 200 403 403 403 403 403 403 403 200
counter:wish                 302 200 200 403 403 403 403 403 403 403 200
counter:decline              405 405 405 405 405 405 405 405 405 405 405
counter:services             302 200 403 403 403 403 403 403 403 200 200
counter:service              302 200 403 403 403 403 403 403 403 200 404
counter:guide                302 200 200 200 403 403 403 403 403 403 404
counter:export               302 200 200 403 403 403 403 403 403 403 200
portal:counter               200 200 200 200 200 200 200 200 200 200 200
portal:counter_board         200 200 200 200 200 200 200 200 200 200 200
portal:counter_service       200 200 200 200 200 200 200 200 200 200 200
portal:counter_wish          200 200 200 200 200 200 200 200 200 200 200
portal:signup_calendar       303 303 303 303 303 303 303 303 303 303 303
"""

POST = """
counter:number               302 422 422 422 403 403 403 403 403 403 422
counter:call                 302 409 409 409 403 403 403 403 403 403 404
counter:finish               302 422 422 422 403 403 403 403 403 403 404
counter:move                 302 409 409 409 403 403 403 403 403 403 404
counter:come                 302 422 422 422 403 403 403 403 403 403 404
counter:scanned              302 422 422 422 403 403 403 403 403 403 404
counter:book                 302 422 422 422 403 403 403 403 403 403 422
counter:phone                302 200 200 200 403 403 403 403 403 403 404
counter:act                  302 302 302 302 403 403 403 403 403 403 404
counter:add                  302 422 422 403 403 403 403 403 403 403 422
counter:closed               302 422 422 403 403 403 403 403 403 403 422
counter:again                302 302 302 403 403 403 403 403 403 403 404
counter:shut                 302 422 422 403 403 403 403 403 403 403 404
counter:overtime             302 422 422 422 403 403 403 403 403 403 404
counter:void                 302 302 302 403 403 403 403 403 403 403 404
counter:plan                 302 422 422 403 403 403 403 403 403 403 422
counter:counter_add          302 422 422 403 403 403 403 403 403 403 422
counter:counter              302 422 422 403 403 403 403 403 403 403 404
counter:end                  302 302 302 403 403 403 403 403 403 403 404
counter:wish                 302 422 422 403 403 403 403 403 403 403 422
counter:decline              302 302 302 403 403 403 403 403 403 403 302
counter:services             302 422 403 403 403 403 403 403 403 422 422
counter:service              302 422 403 403 403 403 403 403 403 422 404
counter:export               302 422 422 403 403 403 403 403 403 403 422
portal:counter_service       422 422 422 422 422 422 422 422 422 422 422
portal:counter_wish          422 422 422 422 422 422 422 422 422 422 422
"""


def _service(world: Any) -> CounterService:
    there = CounterService.objects.of(world.home.community).first()
    return there or actions.save_service(None, actions.Card("居住证明", "身份证"), by=world.home.access("secretary"))


def _counter(world: Any) -> Counter:
    """With hours all day, so that something can be booked today whatever the hour of the walk is."""
    there = Counter.objects.of(world.home.community).first()
    if there is not None:
        return there
    by = world.home.access("secretary")
    row = actions.save_counter(None, name="便民窗口", place_name="党群服务中心", letter="A", by=by)
    for weekday in range(7):
        draft = actions.HoursDraft(row, Kind.WEEKEND, weekday, time(0, 30), time(23, 30), 60, 0, 5)
        actions.add_hours(draft, by=by)
    return row


def _opening(world: Any) -> Opening:
    _counter(world)
    return Opening.objects.of(world.home.community).filter(closed_at=None).order_by("pk")[0]


def _booking(world: Any) -> Booking:
    there = Booking.objects.of(world.home.community).select_related("signup").first()
    if there is not None:
        return there
    slot = Occasion.objects.of(world.home.community).filter(source_id=_opening(world).pk).order_by("pk")[0]
    draft = SignupDraft("赵明明", "13800001234", uuid=uuid4())
    return actions.book(slot, draft, service=_service(world), by=world.home.access("operator")).booking


def _turn(world: Any) -> Turn:
    """Called by the operator."""
    there = Turn.objects.of(world.home.community).first()
    if there is not None:
        return there
    by = world.home.access("operator")
    actions.take_number(actions.Taken(_counter(world), _service(world), uuid=uuid4()), by=by)
    return actions.call_next(_counter(world), by=by)


def _closed(world: Any) -> ClosedDay:
    there = ClosedDay.objects.of(world.home.community).first()
    if there is not None:
        return there
    day = clock.today() + timedelta(days=40)
    actions.close_day(day, counter=None, reason="停电", by=world.home.access("secretary"))
    return ClosedDay.objects.of(world.home.community).get()


def _overtime(world: Any) -> Overtime:
    there = Overtime.objects.of(world.home.community).first()
    if there is not None:
        return there
    opening, now = _opening(world), clock.now()
    return Overtime.objects.create(
        community=world.home.community, opening=opening, label="王接线", minutes=60, starts_at=now,
        ends_at=now + timedelta(hours=1),
    )


def _hours(world: Any) -> Hours:
    return Hours.objects.of(world.home.community).filter(counter=_counter(world))[0]


DAY = "2026-12-05"
TARGETS = {
    "counter:call": lambda world: [_counter(world).pk],
    "counter:finish": lambda world: [_turn(world).pk],
    "counter:move": lambda world: [_turn(world).pk, "again"],
    "counter:come": lambda world: [_booking(world).signup_id],
    "counter:scanned": lambda world: [_booking(world).signup.token],
    "counter:told": lambda world: [_turn(world).pk],
    "counter:slip": lambda world: [_turn(world).pk],
    "counter:phone": lambda world: [_booking(world).signup_id],
    "counter:act": lambda world: [_booking(world).pk, "cancel"],
    "counter:again": lambda world: [_closed(world).pk],
    "counter:opening": lambda world: [_opening(world).pk],
    "counter:shut": lambda world: [_opening(world).pk],
    "counter:overtime": lambda world: [_opening(world).pk],
    "counter:void": lambda world: [_overtime(world).pk],
    "counter:counter": lambda world: [_counter(world).pk],
    "counter:end": lambda world: [_hours(world).pk],
    "counter:wish": lambda world: [DAY],
    "counter:decline": lambda world: [DAY],
    "counter:service": lambda world: [_service(world).pk],
    "counter:guide": lambda world: [_service(world).pk],
    "portal:counter_service": lambda world: [_service(world).pk],
    "portal:counter_wish": lambda world: [_service(world).pk],
    "portal:signup_calendar": lambda world: [_booking(world).signup.ticket],
}
