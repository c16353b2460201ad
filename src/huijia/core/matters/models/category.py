from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Unit
from huijia.core.people.models import Post
from huijia.kernel.communities.models import CommunityOwned


class Category(CommunityOwned):
    """类别, a tree. `limit` counts `unit`s from receipt; null takes the limit of what is wanted (求助, 咨询, 投诉)."""

    code = models.CharField(_("编码"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    owner = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("一般由谁负责")
    )
    limit = models.PositiveSmallIntegerField(_("时限"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=12, choices=Unit.choices, default=Unit.WORKING_DAYS)
    is_sensitive = models.BooleanField(_("敏感"), default=False)
    is_emergency = models.BooleanField(_("紧急"), default=False)
    is_claimable = models.BooleanField(_("可认领"), default=True)
    gb30428_code = models.CharField(_("城市管理部件事件代码"), max_length=10, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="category_code_once")]

    def __str__(self) -> str:
        return self.name
