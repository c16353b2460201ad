"""代办帮办: errands with their papers, and what residents ask for."""

from typing import Any
from uuid import uuid4

from huijia.core.matters.enums import Source
from huijia.serve.errands import actions, papers
from huijia.serve.errands.enums import Mandated, Signed, Way
from huijia.serve.errands.models import Errand, ErrandService, Handing

#                           ano sec com ope gri gro mem str aud adm out
GET = """
errands:errands             302 200 200 200 200 200 200 403 403 403 200
errands:new                 302 200 200 200 200 200 200 403 403 403 200
errands:export              302 200 200 200 403 403 403 403 403 403 200
errands:services            302 200 403 403 403 403 403 403 403 200 200
errands:service             302 200 403 403 403 403 403 403 403 200 404
errands:errand              302 200 200 200 200 404 404 403 403 403 404
errands:receipt             302 200 200 200 200 404 404 403 403 403 404
errands:phone               405 405 405 405 405 405 405 405 405 405 405
errands:move                405 405 405 405 405 405 405 405 405 405 405
portal:errands              200 200 200 200 200 200 200 200 200 200 200
portal:door_errands         200 200 200 200 200 200 200 200 200 200 200
portal:errand               303 303 303 303 303 303 303 303 303 303 303
portal:errand_act           405 405 405 405 405 405 405 405 405 405 405
portal:me_errand            303 303 303 303 303 303 303 303 303 303 303
"""

POST = """
errands:new                 302 422 422 422 422 422 422 403 403 403 422
errands:export              302 422 422 422 403 403 403 403 403 403 422
errands:services            302 422 403 403 403 403 403 403 403 422 422
errands:service             302 422 403 403 403 403 403 403 403 422 404
errands:phone               302 302 302 302 302 404 404 403 403 403 404
errands:move                302 422 422 422 403 404 404 403 403 403 404
errands:move#out            302 403 403 403 422 404 404 403 403 403 404
portal:errands              200 200 200 200 200 200 200 200 200 200 200
portal:door_errands         422 422 422 422 422 422 422 422 422 422 422
portal:errand_act           303 303 303 303 303 303 303 303 303 303 303
"""


def _service(world: Any) -> ErrandService:
    there = ErrandService.objects.of(world.home.community).first()
    offer = actions.Offer("老年优待证", "街道便民服务中心", "身份证 原件")
    return there or actions.save_service(None, offer, by=world.home.access("secretary"))


def _errand(world: Any) -> Errand:
    """One that the grid worker has taken, with a paper in hand."""
    there = Errand.objects.of(world.home.community).first()
    if there is not None:
        return there
    by = world.home.access("operator")
    errand = actions.request(actions.Draft(
        service=_service(world), name="赵明明", phone="13800001234", source=Source.HOTLINE,
        dwelling=world.home.dwelling,
    ), by=by).errand
    mandate = actions.Mandate(Mandated.PHONE, "赵明明")
    actions.entrust(errand, to=world.home.posts["worker"], mandate=mandate, due_on=None, by=by)
    what = actions.Handed(uuid4(), lines=papers.read("身份证"), other="赵明明", signed=Signed.PAPER)
    actions.hand(errand, Way.RECEIVE, what, by=world.home.access("worker"))
    return errand


def _receipt(world: Any) -> list[object]:
    errand = _errand(world)
    return [errand.ticket, Handing.objects.of(world.home.community).filter(errand=errand).get().pk]


TARGETS = {
    "errands:service": lambda world: [_service(world).pk],
    "errands:errand": lambda world: [_errand(world).ticket],
    "errands:receipt": _receipt,
    "errands:phone": lambda world: [_errand(world).ticket],
    "errands:move": lambda world: [_errand(world).ticket, "reassign"],
    "errands:move#out": lambda world: [_errand(world).ticket, "report"],
    "portal:door_errands": lambda world: [world.home.plate.token],
    "portal:errand": lambda world: [_errand(world).ticket],
    "portal:errand_act": lambda world: [_errand(world).ticket, "cancel"],
    "portal:me_errand": lambda world: [_errand(world).ticket],
}
