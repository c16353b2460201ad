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


class DocumentKind(TextChoices):
    """证件类型. Only the first has a check digit (GB 11643)."""

    RESIDENT_ID = "resident", _("居民身份证")
    TRAVEL_PERMIT = "permit", _("港澳台通行证/居住证")
    PASSPORT = "passport", _("护照")
    OTHER = "other", _("其他证件")
    NONE = "none", _("无证件")


class Politics(TextChoices):
    """政治面貌, in the words of the usual forms."""

    MEMBER = "member", _("中共党员")
    PROBATIONARY = "probationary", _("中共预备党员")
    LEAGUE = "league", _("共青团员")
    DEMOCRATIC = "democratic", _("民主党派")
    NONE = "none", _("群众")


class RegisterStatus(TextChoices):
    """人户状态: whether somebody lives where they are registered."""

    SAME = "same", _("人户一致")
    REGISTERED_ONLY = "registered", _("空挂")
    INFLOW = "inflow", _("流入")
    OUTFLOW = "outflow", _("流出")


class ChangeKind(TextChoices):
    """变动: what a verb did to who lives with whom and where."""

    REGISTERED = "registered", _("登记居民")
    FOUNDED = "founded", _("登记住户")
    JOINED = "joined", _("加入这一户")
    LEFT = "left", _("离开这一户")
    HEAD = "head", _("更换户主")
    SPLIT = "split", _("分户")
    MOVED = "moved", _("搬家")
    HOME_ADDED = "home_added", _("增加住处")
    HOME_ENDED = "home_ended", _("不再住")
    MAIN_HOME = "main_home", _("改主要住处")
    AWAY = "away", _("搬离社区")
    DIED = "died", _("去世")
