from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostKind(TextChoices):
    """职务: a dated role of a person in the community."""

    SECRETARY = "secretary", _("书记")
    COMMITTEE = "committee", _("两委成员")
    GRID_HEAD = "grid_head", _("网格长")
    GRID_WORKER = "grid_worker", _("网格员")
    GROUP_LEADER = "group_leader", _("组长")
    MEMBER_HOUSEHOLD = "member_household", _("党员中心户")
    OPERATOR = "operator", _("值班员")


class Sex(TextChoices):
    MALE = "male", _("男")
    FEMALE = "female", _("女")


class KeyGroup(TextChoices):
    """重点类别."""

    ALONE = "alone", _("独居")
    AGED = "aged", _("高龄")
    DISABLED = "disabled", _("残疾")
    SUBSISTENCE = "subsistence", _("低保")
    CHILD = "child", _("困境儿童")
    VETERAN = "veteran", _("退役军人")
