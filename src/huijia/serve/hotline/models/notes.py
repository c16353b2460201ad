import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Matter
from huijia.core.people.models import Post
from huijia.kernel.communities.models import CommunityOwned
from huijia.serve.hotline.models.calls import Call
from huijia.serve.hotline.models.roster import DutyShift


class HandoverNote(CommunityOwned):
    """交接: what is open at the end of a shift. Written by one person, taken over by another with one tap."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    shift = models.ForeignKey(DutyShift, models.SET_NULL, null=True, blank=True, related_name="+")
    next_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("交给谁")
    )
    matters = models.ManyToManyField(Matter, related_name="+", verbose_name=_("要接着办的事项"))
    calls = models.ManyToManyField(Call, related_name="+", verbose_name=_("答应了的回电"))
    waiting = models.TextField(_("钥匙、物品、等着的人"), blank=True)
    text = models.TextField(_("还要说的"), blank=True)
    written_at = models.DateTimeField()
    written_by_id = models.BigIntegerField(null=True)
    written_label = models.CharField(max_length=80)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by_id = models.BigIntegerField(null=True)
    taken_label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["community", "-id"], name="note_newest"),
            models.Index(
                fields=["community", "id"], condition=models.Q(taken_at__isnull=True), name="note_not_taken"
            ),
        ]
