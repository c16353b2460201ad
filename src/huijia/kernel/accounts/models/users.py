from __future__ import annotations

import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts import roles
from huijia.kernel.communities.models import Community, District, Street
from huijia.lib import clock, crypto


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """The user of that name in any case (`Zhou` and `zhou` are one).

        Raises:
            User.DoesNotExist: nobody has this name.
        """
        return self.alias(lower_name=Lower("username")).get(lower_name=normal_username(username or ""))


def normal_username(text: str) -> str:
    """`text` as a user name is stored: NFKC, no blanks around it, lower case."""
    return User.normalize_username(text.strip()).lower()


class User(AbstractBaseUser):
    """A login. Not the person on the roster, and no rights of its own: those come from dated memberships."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    phone_sealed = models.CharField(_("手机"), max_length=200, blank=True, editable=False)
    email = models.EmailField(_("邮箱"), blank=True)
    must_change_password = models.BooleanField(_("须改密码"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)
    last_seen_at = models.DateTimeField(_("最近登录"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), default=clock.now)
    # A resident's login: no password, no staff page. A column, so that asking costs no query.
    is_resident = models.BooleanField(_("居民"), default=False)
    # Grows by one to end every session of this login at once.
    session_round = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def phone(self) -> str:
        """The number in the clear, "" when none was given."""
        return crypto.open_sealed(self.phone_sealed) if self.phone_sealed else ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, over the password and the round, so that either ends the sessions."""
        text = f"{self.password}#{self.session_round}" if self.session_round else self.password
        return salted_hmac(_SESSION_SALT, text, secret=secret, algorithm="sha256").hexdigest()


_SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"

_ONE_SCOPE = (
    models.Q(community__isnull=False, street__isnull=True, district__isnull=True)
    | models.Q(community__isnull=True, street__isnull=False, district__isnull=True)
    | models.Q(community__isnull=True, street__isnull=True, district__isnull=False)
)


class Membership(models.Model):
    """`user` has `role` there from `starts_on` up to, not including, `ends_on` (local dates, None: open).

    Exactly one of community, street, district. `grids`: ids of the grids it is limited to, [] for all. A
    row is never changed but for its end; a new role is a new row.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("用户"))
    role = models.CharField(_("角色"), max_length=40)
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("社区")
    )
    street = models.ForeignKey(
        Street, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("街道")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("区")
    )
    grids = models.JSONField(_("网格"), default=list, blank=True, encoder=DjangoJSONEncoder)
    starts_on = models.DateField(_("起"), default=clock.today)
    ends_on = models.DateField(_("止(不含)"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(condition=_ONE_SCOPE, name="membership_has_one_scope"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.scope}"

    @property
    def scope(self) -> Community | Street | District:
        """Where it holds."""
        place = self.community or self.street or self.district
        assert place is not None
        return place

    @property
    def label(self) -> str:
        """The role's name in the reader's language."""
        return roles.label_of(self.role)

    def is_valid_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
