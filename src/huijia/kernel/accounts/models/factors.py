"""第二重验证: a code that changes every half minute, and codes on paper for the day the phone is gone."""

from __future__ import annotations

from django.db import models

from huijia.kernel.accounts.models.users import User
from huijia.lib import clock


class Factor(models.Model):
    """The secret of a user's authenticator (RFC 6238: SHA-1, 6 digits, 30 s), sealed.

    It counts from `confirmed_at` on. `last_step` is the half minute of the last code taken, so none is taken twice.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="factor")
    secret_sealed = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """One of ten codes that stand in for the authenticator, each once. Only its keyed hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=80)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user_id}"
