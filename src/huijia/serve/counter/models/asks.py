import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock
from huijia.serve.counter.enums import AskState
from huijia.serve.counter.models.hours import Opening
from huijia.serve.counter.models.services import CounterService


class ExtraAsk(CommunityOwned):
    """希望加时: a resident asks that the counter be open on a day when it is not. `opening`: what came of it."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    day = models.DateField(_("希望哪天"))
    service = models.ForeignKey(CounterService, models.PROTECT, related_name="asks", verbose_name=_("办什么"))
    name = models.CharField(_("姓名"), max_length=40)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=AskState.choices, default=AskState.OPEN)
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, blank=True, related_name="asks")
    asked_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("希望加时")
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "day", "phone_hash"], name="extra_ask_once",
                condition=Q(state=AskState.OPEN) & ~Q(phone_hash=""),
            )
        ]
        indexes = [
            models.Index(fields=["community", "day"], name="extra_ask_open", condition=Q(state=AskState.OPEN))
        ]

    def __str__(self) -> str:
        return f"{self.day}"
