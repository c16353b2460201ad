from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.kernel.communities.models import CommunityOwned


class ReplyTemplate(CommunityOwned):
    """The office's own Word form for replies to 12345; the newest counts, without one the shipped form is used."""

    content = models.BinaryField()
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    placed_at = models.DateTimeField()
    placed_label = models.CharField(max_length=80)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
