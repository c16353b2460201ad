"""What waits on the first page: the set-up while the community is not opened."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.kernel.accounts import due
from huijia.kernel.accounts.access import Access


def register() -> None:
    due.register(due.Source("opening", gettext_lazy("启用"), setup_due))


def setup_due(access: Access, at: datetime) -> list[due.Due]:
    """No statement: whether the community is opened stands on the row that the access has."""
    if access.community.opened_on or access.community.is_practice or not access.may("settings.edit"):
        return []
    return [due.Due(_("社区还没有启用：接着做启用向导"), reverse("opening:setup"))]
