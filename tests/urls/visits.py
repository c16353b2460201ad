"""走访: doors, records, the rules and what came of them."""

from typing import Any

from huijia.serve.visits import actions
from huijia.serve.visits.enums import Outcome
from huijia.serve.visits.models import Rule, Visit

#                           ano sec com ope gri gro mem str aud adm out
GET = """
visits:today                302 200 200 200 200 200 200 403 403 403 200
visits:out                  405 405 405 405 405 405 405 405 405 405 405
visits:back                 405 405 405 405 405 405 405 405 405 405 405
visits:door                 302 200 200 200 200 200 200 403 403 403 404
visits:sheet                302 200 200 200 200 200 200 403 403 403 200
visits:visits               302 200 200 200 200 200 200 403 403 403 200
visits:export               302 200 200 403 403 403 403 403 403 403 200
visits:visit                302 200 200 200 200 200 200 403 403 403 404
visits:move                 405 405 405 405 405 405 405 405 405 405 405
visits:rules                302 200 200 403 403 403 403 403 403 403 200
visits:rule                 302 200 200 403 403 403 403 403 403 403 404
visits:coverage             302 200 200 403 403 403 403 403 403 403 200
visits:coverage_data        302 200 200 403 403 403 403 403 403 403 200
"""

POST = """
visits:out                  302 302 302 302 302 302 302 403 403 403 302
visits:back                 302 302 302 302 302 302 302 403 403 403 302
visits:door                 302 422 422 422 422 422 422 403 403 403 404
visits:export               302 422 422 403 403 403 403 403 403 403 422
visits:move                 302 422 422 422 422 422 422 403 403 403 404
visits:rules                302 422 422 403 403 403 403 403 403 403 422
visits:rule                 302 422 422 403 403 403 403 403 403 403 404
"""


def _visit(world: Any) -> Visit:
    """With a question open at its door."""
    there = Visit.objects.of(world.home.community).first()
    if there is not None:
        return there
    draft = actions.Draft(dwelling=world.home.dwelling, outcome=Outcome.MET, asked="想换个亮点的灯", finding="路灯暗")
    return actions.record(draft, by=world.home.access("worker")).visit


def _rule(world: Any) -> Rule:
    there = Rule.objects.of(world.home.community).first()
    wanted = actions.Wanted("每户一年一次", 365)
    return there or actions.save_rule(None, wanted, by=world.home.access("secretary"))


TARGETS = {
    "visits:door": lambda world: [_visit(world).dwelling_id],
    "visits:visit": lambda world: [_visit(world).ticket],
    "visits:move": lambda world: [_visit(world).ticket, "void"],
    "visits:rule": lambda world: [_rule(world).pk],
}
