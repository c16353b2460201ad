from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock


class CounterService(CommunityOwned):
    """窗口事项: what is done at the counter, with its guide. `materials`: what to bring, one to a line.

    `minutes`: how long one usually takes, for the estimate of the waiting time.
    """

    name = models.CharField(_("名称"), max_length=40)
    materials = models.TextField(_("要带的材料"), blank=True)
    basis = models.CharField(_("办理依据"), max_length=200, blank=True)
    fee = models.CharField(_("收费"), max_length=40, blank=True)
    takes = models.CharField(_("多久办好"), max_length=40, blank=True)
    minutes = models.PositiveSmallIntegerField(_("窗口上一般几分钟"), default=15)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("提供"), default=True)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("窗口事项")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="counter_service_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> list[str]:
        """What to bring, piece by piece."""
        return [line.strip() for line in self.materials.splitlines() if line.strip()]
