"""A resident's login, and the two ways to it that are rows: a code by text message, and one that the office gives."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.residents.enums import Checked
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock, crypto


class ResidentLogin(CommunityOwned):
    """A login without a password: of a person on the roster, of a phone, or of both. One open login for each."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="resident_login")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="resident_logins")
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(_("电话后四位"), max_length=4, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(closed_at=None, person__isnull=False),
                name="resident_login_person_once",
            ),
            models.UniqueConstraint(
                fields=["community", "phone_hash"], condition=Q(closed_at=None) & ~Q(phone_hash=""),
                name="resident_login_phone_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def phone(self) -> str:
        """The number in the clear, "" where none was shown to be theirs."""
        return crypto.open_sealed(self.phone_sealed) if self.phone_sealed else ""


class PhoneCode(CommunityOwned):
    """A code sent to a phone; good in the browser that asked for it (`uuid`, in its session), once, five tries."""

    uuid = models.UUIDField(unique=True)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    code_hash = models.CharField(max_length=80)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "created_at"], name="phone_code_age")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Admission(CommunityOwned):
    """A code to be read out or printed, and the same as a link: whoever comes first with either is signed in, once.

    For a person on the roster, or for a phone that is not there. Only keyed hashes of code and link are kept.
    """

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="admissions")
    phone_sealed = models.CharField(max_length=160, blank=True)
    phone_hash = models.CharField(max_length=80, blank=True)
    phone_tail = models.CharField(max_length=4, blank=True)
    code_hash = models.CharField(max_length=80, unique=True)
    token_hash = models.CharField(max_length=80, unique=True)
    checked = models.CharField(_("怎样核实"), max_length=10, choices=Checked.choices)
    batch = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(max_length=80)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登录码")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["community", "-id"], name="admission_newest"),
            models.Index(fields=["person", "-id"], name="admission_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Deed(CommunityOwned):
    """What was begun while signed in, such as ("matter", 31): by a login for itself, or under a mandate for another."""

    login = models.ForeignKey(ResidentLogin, models.PROTECT, related_name="deeds")
    mandate = models.ForeignKey("residents.Mandate", models.PROTECT, null=True, blank=True, related_name="deeds")
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["login", "subject_type", "subject_id"], name="deed_once"),
        ]
        indexes = [models.Index(fields=["mandate", "subject_type"], name="deed_of_mandate")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
