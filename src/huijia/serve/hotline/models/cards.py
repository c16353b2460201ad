import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.models import Category
from huijia.core.people.models import Post
from huijia.kernel.communities.models import CommunityOwned
from huijia.lib import clock


class KnowledgeCard(CommunityOwned):
    """知识卡: a question that callers ask, what to say, what to ask back, on which basis, until when.

    `is_sample`: it came with the system and nobody here has read it over. `retired_at`: no longer offered.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    draft_hash = models.CharField(max_length=64, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("类别")
    )
    question = models.CharField(_("问什么"), max_length=80)
    answer = models.TextField(_("怎样答"))
    ask_back = models.TextField(_("要反问的"), blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    basis_on = models.DateField(_("依据的日期"), null=True, blank=True)
    link = models.URLField(_("链接"), max_length=300, blank=True)
    valid_until = models.DateField(_("有效到"), null=True, blank=True)
    owner = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁负责更新")
    )
    is_sample = models.BooleanField(_("示例"), default=False)
    changed_at = models.DateTimeField(default=clock.now)
    changed_label = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["category__code", "id"]
        indexes = [
            models.Index(
                fields=["community", "category"], condition=models.Q(retired_at__isnull=True), name="card_in_use"
            ),
            models.Index(
                fields=["community", "valid_until"], condition=models.Q(retired_at__isnull=True), name="card_by_end"
            ),
        ]

    def __str__(self) -> str:
        return self.question
