"""单独同意: without it nothing is kept of a person; with its end all that was kept goes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent
from huijia.kernel.privacy.registry import Purpose, Subject, register_purpose
from huijia.serve.health.models import FollowUp, Reading

PURPOSE = "health"
TEXT = _(
    "我同意社区健康角为我保留血压、血糖的测量数值（加密保存），用来给我看变化、提醒复测和就医，并在需要时问一问我的情况。"
    "数值只有健康角人员和我本人看得到，不给别的单位，不用来做别的事。不同意也照样免费测，只是不留记录。"
    "我可以随时撤回，撤回后以前的数值马上清除。"
)


def register() -> None:
    register_purpose(Purpose(PURPOSE, _("健康角保留测量数值"), TEXT, withdrawn=_removed))


def agreed(community: Community, person: Person) -> Consent | None:
    """The consent that is open; None without one."""
    rows = Consent.objects.of(community).filter(
        purpose=PURPOSE, subject_type="person", subject_id=person.pk, withdrawn_at=None
    )
    return rows.select_related("text").first()


def agree(
    person: Person, *, channel: Channel, by: Access, guardian: str = "", at: datetime | None = None
) -> Consent:
    """Said in person at the corner, with a signature on paper, or by a guardian whose name is kept."""
    by.require("health.measure")
    return privacy.give(PURPOSE, subject=("person", person.pk), channel=channel, by=by, guardian=guardian, at=at)


def _removed(community: Community, subject: Subject, at: datetime) -> None:
    """In the withdrawal's transaction."""
    if subject[0] != "person":
        return
    FollowUp.objects.of(community).filter(person_id=subject[1]).delete()
    count, _kinds = Reading.objects.of(community).filter(person_id=subject[1]).delete()
    ledger.record(
        "health.removed", subject=("community", community.pk), by=Access.system(community).actor(),
        community_id=community.pk, at=at, data={"count": count},
    )
