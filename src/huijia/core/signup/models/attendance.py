import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.signup.enums import Means
from huijia.core.signup.models.signup import Signup
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock


class Attendance(CommunityOwned):
    """签到: somebody saw them there at `occurred_at`; made without signal, it may be `recorded_at` later.

    `uuid` is the client's, so that what is sent twice counts once; one sign-up has one attendance that stands.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    signup = models.ForeignKey(Signup, models.PROTECT, related_name="attendances")
    means = models.CharField(_("方式"), max_length=10, choices=Means.choices)
    came = models.PositiveSmallIntegerField(_("到了几人"))
    occurred_at = models.DateTimeField(_("签到时间"))
    recorded_at = models.DateTimeField(default=clock.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(max_length=80, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("签到")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["signup"], name="attendance_stands_once", condition=Q(undone_at=None)),
            models.CheckConstraint(name="attendance_somebody", condition=Q(came__gte=1)),
        ]
        indexes = [models.Index(fields=["community", "occurred_at"], name="attendance_by_moment")]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.occurred_at}"
