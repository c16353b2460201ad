"""What the public is told of a matter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models.matter import Matter
from huijia.kernel.communities.models import CommunityOwned


class PublicWords(CommunityOwned):
    """What neighbours are told of a matter that is done: how it was, how it is now. About no person."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="public_words")
    before = models.CharField(_("原来怎样"), max_length=60)
    after = models.CharField(_("现在怎样"), max_length=60)
    told_at = models.DateTimeField()
    told_by_label = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
