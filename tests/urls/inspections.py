"""入户安检: campaigns, homes, records, hazards, checklists."""

from datetime import timedelta
from typing import Any

from huijia.lib import clock
from huijia.serve.inspections import actions
from huijia.serve.inspections.enums import Level, NoticeSigned, Result, Subject, Verdict
from huijia.serve.inspections.models import Campaign, Check, Home

#                            ano sec com ope gri gro mem str aud adm out
GET = """
inspections:campaigns        302 200 200 200 200 200 200 403 403 403 200
inspections:campaign         302 200 200 200 200 200 200 403 403 403 404
inspections:campaign_new     302 200 200 403 403 403 403 403 403 403 200
inspections:campaign_map     302 200 200 200 200 200 200 403 403 403 404
inspections:campaign_close   405 405 405 405 405 405 405 405 405 405 405
inspections:export           302 200 200 403 403 403 403 403 403 403 200
inspections:hazards          302 200 200 200 200 200 200 403 403 403 200
inspections:raise_matter     405 405 405 405 405 405 405 405 405 405 405
inspections:checklists       302 200 200 403 403 403 403 403 403 403 200
inspections:checklist        302 200 200 403 403 403 403 403 403 403 404
inspections:home             302 200 200 200 200 200 200 403 403 403 404
inspections:check            302 200 200 200 200 200 200 403 403 403 404
inspections:notice           302 200 200 200 200 200 200 403 403 403 404
"""

POST = """
inspections:campaign_new     302 422 422 403 403 403 403 403 403 403 422
inspections:campaign_close   302 302 302 403 403 403 403 403 403 403 404
inspections:export           302 422 422 403 403 403 403 403 403 403 422
inspections:raise_matter     302 302 302 403 302 302 302 403 403 403 404
inspections:checklists       302 422 422 403 403 403 403 403 403 403 422
inspections:checklist        302 422 422 403 403 403 403 403 403 403 404
inspections:home             302 422 422 403 422 422 422 403 403 403 404
"""


def _campaign(world: Any) -> Campaign:
    there = Campaign.objects.of(world.home.community).first()
    if there is not None:
        return there
    by = world.home.access("secretary")
    gas = actions.save_checklist(
        None, subject=Subject.GAS, name="燃气检查表", items=[actions.Item("没有漏气", Level.MINOR)], by=by
    )
    day = clock.today()
    return actions.plan_campaign(actions.Plan("春季安检", gas, day, day + timedelta(days=30)), by=by)


def _home(world: Any) -> Home:
    return _campaign(world).homes.select_related("campaign__checklist", "dwelling").get()


def _check(world: Any) -> Check:
    there = Check.objects.of(world.home.community).first()
    draft = actions.Draft(
        home=_home(world), result=Result.HAZARD, answers={"i01": Verdict.FAIL},
        faults=[actions.Fault("i01", Level.MINOR)], signed=NoticeSigned.PAPER,
    )
    return there or actions.check(draft, by=world.home.access("worker")).check


TARGETS = {
    "inspections:campaign": lambda world: [_campaign(world).pk],
    "inspections:campaign_map": lambda world: [_campaign(world).pk],
    "inspections:campaign_close": lambda world: [_campaign(world).pk],
    "inspections:checklist": lambda world: [_campaign(world).checklist_id],
    "inspections:home": lambda world: [_home(world).pk],
    "inspections:check": lambda world: [_check(world).ticket],
    "inspections:notice": lambda world: [_check(world).ticket],
    "inspections:raise_matter": lambda world: [_check(world).hazards.get().pk],
}
