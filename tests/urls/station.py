"""文明实践站: programmes, and what the public sees of their occasions."""

from datetime import time, timedelta
from typing import Any

from huijia.core.signup.enums import OccasionKind
from huijia.lib import clock
from huijia.serve.station import actions
from huijia.serve.station.models import Programme, Skip

#                        ano sec com ope gri gro mem str aud adm out
GET = """
station:programmes       302 200 200 200 200 200 200 403 403 403 200
station:add              302 200 200 403 403 403 403 403 403 403 200
station:programme        302 200 200 200 200 200 200 403 403 403 404
station:change           302 200 200 403 403 403 403 403 403 403 404
station:skip             405 405 405 405 405 405 405 405 405 405 405
station:end              405 405 405 405 405 405 405 405 405 405 405
station:keep             405 405 405 405 405 405 405 405 405 405 405
signup:heads             405 405 405 405 405 405 405 405 405 405 405
portal:calendar          200 200 200 200 200 200 200 200 200 200 200
portal:feed              404 404 404 404 404 404 404 404 404 404 404
"""

POST = """
station:add              302 422 422 403 403 403 403 403 403 403 422
station:change           302 422 422 403 403 403 403 403 403 403 404
station:skip             302 422 422 403 403 403 403 403 403 403 404
station:end              302 422 422 403 403 403 403 403 403 403 404
station:keep             302 302 302 403 403 403 403 403 403 403 404
signup:heads             302 422 422 422 422 403 403 403 403 403 404
"""


def _programme(world: Any) -> Programme:
    there = Programme.objects.of(world.home.community).first()
    draft = actions.Draft("每日晨读", OccasionKind.CLASS, "实践站", list(range(7)), time(7, 30), time(8, 30))
    return there or actions.add(draft, by=world.home.access("secretary"))


def _skip(world: Any) -> Skip:
    there = Skip.objects.of(world.home.community).first()
    if there is not None:
        return there
    row = _programme(world)
    day = next(
        day for day in (clock.today() + timedelta(days=number) for number in range(1, 15)) if day.weekday() == 6
    )
    actions.skip(row, day, reason="下雨", by=world.home.access("secretary"))
    return Skip.objects.of(world.home.community).get()


TARGETS = {
    "station:programme": lambda world: [_programme(world).pk],
    "station:change": lambda world: [_programme(world).pk],
    "station:skip": lambda world: [_programme(world).pk],
    "station:end": lambda world: [_programme(world).pk],
    "signup:heads": lambda world: [world.signup.occasion_id],
    "station:keep": lambda world: [_skip(world).pk],
}
