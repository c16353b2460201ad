from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models.matter import Matter
from huijia.kernel.communities.models import CommunityOwned


class Transfer(CommunityOwned):
    """12345 转办: what the platform sent, and what went back to it.

    Its limits stand on the matter (`sign_due`, `external_due`), where the clocks read them. `text` is the platform's
    own wording; `reply` what was done, in the words of the letter. It is either returned, replied to, or still here.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="transfer")
    number = models.CharField(_("12345 编号"), max_length=60)
    sent_at = models.DateTimeField(_("平台派发时间"))
    text = models.TextField(_("转办内容"))
    returned_at = models.DateTimeField(_("退回时间"), null=True, blank=True)
    return_reason = models.CharField(_("退回原因"), max_length=2000, blank=True)
    reply = models.TextField(_("办理情况"), blank=True)
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    replied_label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="transfer_number_once"),
            models.CheckConstraint(
                name="transfer_returned_or_replied", condition=Q(returned_at=None) | Q(replied_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.number
