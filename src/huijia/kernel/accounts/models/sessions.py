"""Which browsers a login trusts, and which sessions it has."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.models.users import User
from huijia.lib import clock


class Means(models.TextChoices):
    """How somebody showed who they are."""

    PASSWORD = "password", _("密码")
    SECOND = "second", _("密码和验证码")
    PIN = "pin", _("本机 PIN")
    SMS = "sms", _("短信验证码")
    CODE = "code", _("社区给的登录码")
    LINK = "link", _("社区给的链接")


class TrustedDevice(models.Model):
    """记住这台手机: a browser in which its user opens a session with a PIN alone, until `expires_at`.

    The browser holds the token, here is only its keyed hash. `failures` counts wrong PINs since the last good one;
    with the last of them the device is off. `shut_at` ends it for good, whoever shut it and why.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    name = models.CharField(_("名称"), max_length=40)
    family = models.CharField(_("浏览器"), max_length=40, blank=True)
    token_hash = models.CharField(max_length=80, unique=True)
    pin = models.CharField(max_length=128)
    failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    shut_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"], name="device_of_user")]

    def __str__(self) -> str:
        return self.name


class SignIn(models.Model):
    """One session of a login: how it was opened and from where. `ended_at` ends it with its next request."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    device = models.ForeignKey(TrustedDevice, models.SET_NULL, null=True, blank=True, related_name="sign_ins")
    means = models.CharField(max_length=10, choices=Means.choices)
    family = models.CharField(max_length=40, blank=True)
    network = models.CharField(max_length=50, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-seen_at"], condition=Q(ended_at=None), name="sign_in_open"),
            models.Index(fields=["seen_at"], name="sign_in_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.means}"
