"""委托代办: a family member elsewhere acts for somebody, by a consent that is written down and can end at any time."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Dated, Person, dated_right
from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.files.models import File
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock, crypto


class Mandate(CommunityOwned, Dated):
    """`person` lets the one who signs in with `agent_phone` do what the four ticks say, on [starts_on, ends_on).

    How it was agreed: by the person's own login, on paper (`proof`, the photo of it), or by telephone with two
    questions (`questions`: which ones, never the answers).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    agent_name = models.CharField(_("代办人"), max_length=40)
    agent_phone_sealed = models.CharField(max_length=160)
    agent_phone_hash = models.CharField(max_length=80)
    agent_phone_tail = models.CharField(max_length=4)
    relation = models.CharField(_("关系"), max_length=20)
    may_report = models.BooleanField(_("代为反映"), default=False)
    may_sign_up = models.BooleanField(_("代为报名、预约"), default=False)
    may_follow = models.BooleanField(_("查看进度"), default=False)
    gets_notices = models.BooleanField(_("同时收到通知"), default=False)
    channel = models.CharField(_("怎样同意"), max_length=8, choices=Channel.choices)
    questions = models.JSONField(default=list, blank=True)
    proof = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_label = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_label = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("委托代办")
        ordering = ["-pk"]
        constraints = [dated_right("mandate_dates")]
        indexes = [
            models.Index(fields=["community", "agent_phone_hash"], name="mandate_of_agent"),
            models.Index(fields=["person", "-id"], name="mandate_of_person"),
            models.Index(fields=["community", "-id"], name="mandate_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def agent_phone(self) -> str:
        return crypto.open_sealed(self.agent_phone_sealed)

    def is_live(self, day: date) -> bool:
        return self.withdrawn_at is None and self.holds_on(day)

    def may(self, scope: str) -> bool:
        """`scope`: report, sign_up, follow, notices."""
        return bool(getattr(self, _FIELDS[scope]))


_FIELDS = {"report": "may_report", "sign_up": "may_sign_up", "follow": "may_follow", "notices": "gets_notices"}
SCOPES = tuple(_FIELDS)
