"""Two tasks from the street to the demo's community: one to answer by tomorrow, one that is new."""

from datetime import datetime, timedelta

from huijia.core.directives import actions
from huijia.core.directives.enums import Wants
from huijia.kernel.accounts.models import User
from huijia.kernel.accounts.roles import permissions_of
from huijia.kernel.accounts.street import StreetAccess
from huijia.kernel.communities.models import Community


def hand_down(community: Community, login: User, now: datetime) -> None:
    by = StreetAccess(
        login.pk, login.name, community.street, (community,), permissions_of("street"), ("street",)
    )
    actions.hand(
        actions.Draft(
            title="统计独居老人户数", text="请逐户核对后报一个数，不报名单。", wants=Wants.NUMBER, unit="户",
            due_at=now + timedelta(days=1),
        ),
        to=[community], by=by, at=now - timedelta(days=4),
    )
    actions.hand(
        actions.Draft(
            title="汛前排查塘坝和低洼处", text="排查一遍，写明有没有险情、怎么处理的。", wants=Wants.TEXT,
            due_at=now + timedelta(days=6),
        ),
        to=[community], by=by, at=now - timedelta(hours=20),
    )
