"""Consents, requests, the register of processing, and what must not be removed. Of people only ids stand here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned
from huijia.kernel.privacy.enums import Ask, AskState, Channel
from huijia.lib import clock, crypto


class ConsentText(CommunityOwned):
    """What somebody agrees to, word for word. A new wording is a new version; none is ever changed."""

    purpose = models.CharField(_("用途"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("同意书"))
    text_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)
    created_label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(fields=["community", "purpose", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(CommunityOwned):
    """Somebody agreed to a text, how and when, and until when. One open consent per purpose and subject.

    `subject_type`, `subject_id`: whom it is about, such as ("person", 7) or ("login", 12).
    """

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    channel = models.CharField(_("方式"), max_length=8, choices=Channel.choices)
    guardian_sealed = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    recorded_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_label = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "purpose", "subject_type", "subject_id"], condition=Q(withdrawn_at=None),
                name="consent_open_once",
            ),
        ]
        indexes = [models.Index(fields=["community", "subject_type", "subject_id"], name="consent_of_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_type}:{self.subject_id}"

    @property
    def guardian(self) -> str:
        """Who agreed for a child or a ward; "" where the person did."""
        return crypto.open_sealed(self.guardian_sealed) if self.guardian_sealed else ""


class Processing(CommunityOwned):
    """One line of the register, where the office's own words differ from what is shipped, or its own addition."""

    code = models.CharField(max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    purpose = models.CharField(_("用途"), max_length=300)
    basis = models.CharField(_("依据"), max_length=300)
    fields = models.CharField(_("哪些信息"), max_length=500)
    retention = models.CharField(_("保存多久"), max_length=200)
    recipients = models.CharField(_("给谁看"), max_length=300)
    is_active = models.BooleanField(_("在用"), default=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="processing_once")]

    def __str__(self) -> str:
        return self.name


class Request(CommunityOwned):
    """What somebody asks about their own data; answered within so many working days (`due_at`)."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(_("要求"), max_length=8, choices=Ask.choices)
    subject_type = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    text = models.TextField(_("说明"), blank=True)
    channel = models.CharField(_("方式"), max_length=8, choices=Channel.choices)
    state = models.CharField(_("状态"), max_length=8, choices=AskState.choices, default=AskState.OPEN)
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("答复期限"))
    answer = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_label = models.CharField(max_length=80, blank=True)
    exported_at = models.DateTimeField(null=True, blank=True)
    by_user_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["community", "due_at", "id"], condition=Q(state="open"), name="privacy_open"),
            models.Index(fields=["community", "-id"], name="privacy_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Hold(CommunityOwned):
    """保全: nothing of this subject is removed by a rule until it ends, for a quarrel, a court or the police."""

    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    label = models.CharField(_("对象"), max_length=80)
    reason = models.CharField(_("原因"), max_length=200)
    starts_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "subject_type", "subject_id"], condition=Q(ended_at=None), name="hold_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label
