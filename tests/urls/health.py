"""健康角: the health role alone, whatever else a login may do."""

from typing import Any

from huijia.kernel.accounts.access import Access
from huijia.kernel.privacy.enums import Channel
from huijia.serve.health import actions
from huijia.serve.health.actions.follow_ups import plan
from huijia.serve.health.models import FollowUp, Reading
from huijia.serve.health.thresholds import Pressure
from tests.cast import MONDAY

#                          ano sec com ope gri gro mem str aud adm out
GET = """
health:corner              302 403 403 403 403 403 403 403 403 403 403
health:find                405 405 405 405 405 405 405 405 405 405 405
health:nameless            302 403 403 403 403 403 403 403 403 403 403
health:person              302 403 403 403 403 403 403 403 403 403 403
health:agree               405 405 405 405 405 405 405 405 405 405 405
health:sheet               302 403 403 403 403 403 403 403 403 403 403
health:void                405 405 405 405 405 405 405 405 405 405 405
health:follow_ups          302 403 403 403 403 403 403 403 403 403 403
health:follow_up           302 403 403 403 403 403 403 403 403 403 403
portal:me_health           303 303 303 303 303 303 303 303 303 303 303
"""

POST = """
health:find                302 403 403 403 403 403 403 403 403 403 403
health:nameless            302 403 403 403 403 403 403 403 403 403 403
health:person              302 403 403 403 403 403 403 403 403 403 403
health:agree               302 403 403 403 403 403 403 403 403 403 403
health:void                302 403 403 403 403 403 403 403 403 403 403
health:follow_up           302 403 403 403 403 403 403 403 403 403 403
"""


def _reading(world: Any) -> Reading:
    there = Reading.objects.of(world.home.community).first()
    if there is not None:
        return there
    by = Access.system(world.home.community)
    actions.agree(world.home.resident, channel=Channel.PAPER, by=by)
    return actions.measure(actions.Draft(Pressure(177, 103), world.home.resident), by=by).reading


def _follow(world: Any) -> FollowUp:
    there = FollowUp.objects.of(world.home.community).first()
    made = there or plan(world.home.resident, by=Access.system(world.home.community), at=MONDAY)
    assert made is not None
    return made


TARGETS = {
    "health:person": lambda world: [world.home.resident.pk],
    "health:agree": lambda world: [world.home.resident.pk],
    "health:sheet": lambda world: [world.home.resident.pk],
    "health:void": lambda world: [_reading(world).pk],
    "health:follow_up": lambda world: [_follow(world).pk],
}
