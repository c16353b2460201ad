"""What waits on the first page: the set-up while the community is not opened, the first task until it is done."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.opening.models import Trial
from huijia.core.opening.practice.making import live_of
from huijia.kernel.accounts import due
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community


def register() -> None:
    due.register(due.Source("opening", gettext_lazy("启用"), setup_due))
    due.register(due.Source("first_task", gettext_lazy("上手练习"), task_due))


def setup_due(access: Access, at: datetime) -> list[due.Due]:
    """No statement: whether the community is opened stands on the row that the access has."""
    if access.community.opened_on or access.community.is_practice or not access.may("settings.edit"):
        return []
    return [due.Due(_("社区还没有启用：接着做启用向导"), reverse("opening:setup"))]


def task_due(access: Access, at: datetime) -> list[due.Due]:
    """Only where there is a practice copy, and until it is finished or put aside; then one statement."""
    if access.user_id is None or not (access.community.is_practice or _has_copy(access.community)):
        return []
    over = Trial.objects.of(live_of(access)).filter(user_id=access.user_id)
    if over.exists():
        return []
    return [due.Due(_("上手练习：十分钟，在练习社区里试一遍"), reverse("opening:first_task"))]


def _has_copy(community: Community) -> bool:
    """The copy comes with the access, so that this costs nothing."""
    return hasattr(community, "practice")
