from django.db import models


class Allowance(models.Model):
    """How much of one allowance is used in one fixed window.

    `key_hash` is a keyed hash: no phone number or address can be read here. `seconds` is the window's
    length, so that one key can have an hourly and a daily limit whose windows begin together.
    """

    key_hash = models.CharField(max_length=80)
    seconds = models.PositiveIntegerField()
    window_start = models.DateTimeField(db_index=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key_hash", "seconds", "window_start"], name="allowance_once_per_window")
        ]

    def __str__(self) -> str:
        return f"{self.key_hash[:11]}… {self.used}"
