"""What arrived from phones that had worked without a signal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned


class Arrival(CommunityOwned):
    """One record that a phone sent, so that a retry after a lost answer changes nothing and gets the same answer.

    `said`, `url`: the answer; it names no person. `written_at`: when it was written, by the phone's clock.
    """

    uuid = models.UUIDField(unique=True)
    user_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    draft_hash = models.CharField(max_length=64)
    said = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(_("写下的时间"))
    arrived_at = models.DateTimeField(_("送到的时间"))

    class Meta:
        verbose_name = _("外勤送来的记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["arrived_at"], name="field_arrival_old")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
