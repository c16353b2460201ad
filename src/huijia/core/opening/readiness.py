"""Ready to open: every line is computed from records, says what is missing, and where to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.matters.models import Category
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Household, Post
from huijia.core.people.queries import holding
from huijia.core.places.models import DoorPlate, Dwelling, Grid, Group
from huijia.kernel.accounts import roles
from huijia.kernel.accounts.models import Membership
from huijia.kernel.communities import options
from huijia.kernel.communities.calendars import calendar_of, gap_ahead
from huijia.kernel.communities.models import Community
from huijia.kernel.communities.queries import practice_of
from huijia.lib import clock

MOST_HOUSEHOLDS = 500
CHECKERS = 2
"""A result is checked by another person than who reported it."""


@dataclass(frozen=True)
class Line:
    """`url_name`: where to mend it. `missing`: in words, "" when all is well. `must`: needed before opening."""

    code: str
    label: str
    must: bool
    missing: str
    url_name: str

    @property
    def ok(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class _Rule:
    code: str
    label: Promise
    must: bool
    url_name: str
    find: Callable[[Community, date], str]


def lines(community: Community, day: date | None = None) -> list[Line]:
    """All lines, what must be first; a fixed number of statements."""
    when = day or clock.today()
    return [
        Line(rule.code, str(rule.label), rule.must, rule.find(community, when), rule.url_name) for rule in _RULES
    ]


def is_ready(found: list[Line]) -> bool:
    return all(line.ok for line in found if line.must)


def _grids(community: Community, day: date) -> str:
    return "" if Grid.objects.of(community).exists() else _("还没有网格")


def _hotline(community: Community, day: date) -> str:
    return "" if community.hotline else _("还没有填热线号码，居民不知道打哪里")


def _categories(community: Community, day: date) -> str:
    return "" if Category.objects.of(community).filter(is_active=True).exists() else _("没有事项类别")


def _logins(community: Community, permission: str, day: date) -> int:
    """Active logins with a role here that has the permission."""
    codes = [role.code for role in roles.ROLES.values() if permission in role.permissions]
    held = holding(Membership.objects.filter(community=community, role__in=codes, user__is_active=True), day)
    return held.values("user").distinct().count()


def _dispatcher(community: Community, day: date) -> str:
    return "" if _logins(community, "matters.assign", day) else _("还没有能派单的账号(书记或两委成员)")


def _responsible(community: Community, day: date) -> str:
    kinds = list(options.get(community, "responsible_kinds"))
    posts = holding(Post.objects.of(community).filter(kind__in=kinds, person__user__isnull=False), day)
    return "" if posts.exists() else _("还没有能当责任人的人：给书记或两委成员职务，并关联账号")


def _checkers(community: Community, day: date) -> str:
    have = _logins(community, "matters.check", day)
    if have >= CHECKERS:
        return ""
    told = _("办理结果要由另一个人核查：能核查的账号现有 %(have)s 个，至少要 %(need)s 个")
    return told % {"have": have, "need": CHECKERS}


def _answerer(community: Community, day: date) -> str:
    return "" if _logins(community, "matters.answer", day) else _("还没有能答复居民的账号")


def _operator(community: Community, day: date) -> str:
    held = holding(Post.objects.of(community).filter(kind=PostKind.OPERATOR), day)
    return "" if held.exists() else _("还没有值班员，电话由书记和两委成员接")


def _workers(community: Community, day: date) -> str:
    worker = holding(Post.objects.of(community).filter(kind=PostKind.GRID_WORKER, grid=OuterRef("pk")), day)
    bare = list(Grid.objects.of(community).filter(~Exists(worker)).values_list("name", flat=True)[:4])
    if not bare and not Grid.objects.of(community).exists():
        return _("还没有网格")
    return _("没有网格员的网格：%(names)s") % {"names": _some(bare)} if bare else ""


def _some(names: list[str]) -> str:
    return "、".join(names[:3]) + ("…" if len(names) > 3 else "")


def _groups(community: Community, day: date) -> str:
    return "" if Group.objects.of(community).exists() else _("还没有居民小组或村组")


def _homes(community: Community, day: date) -> str:
    return "" if Dwelling.objects.of(community).exists() else _("还没有住房；导入名册时一起登记")


def _households(community: Community, day: date) -> str:
    return "" if Household.objects.of(community).exists() else _("还没有住户；用表格导入最快")


def _too_many(community: Community, day: date) -> str:
    counted = Grid.objects.of(community).order_by("code").annotate(homes=Count("dwellings"))
    names = list(counted.filter(homes__gt=MOST_HOUSEHOLDS).values_list("name", flat=True)[:4])
    return _("超过 %(most)s 户：%(names)s") % {"most": MOST_HOUSEHOLDS, "names": _some(names)} if names else ""


def _outlines(community: Community, day: date) -> str:
    names = list(Grid.objects.of(community).filter(polygon=None).values_list("name", flat=True)[:4])
    if not names and not Grid.objects.of(community).exists():
        return _("还没有网格")
    return _("地图上还没有画的网格：%(names)s") % {"names": _some(names)} if names else ""


def _plates(community: Community, day: date) -> str:
    return "" if DoorPlate.objects.of(community).filter(revoked_at=None).exists() else _("还没有发服务牌")


def _hours(community: Community, day: date) -> str:
    return "" if options.get(community, "office_hours_note") else _("还没有写对外公布的办公时间")


def _holidays(community: Community, day: date) -> str:
    gap = gap_ahead(calendar_of(community), day)
    return _("%(year)s 年的节假日还没有录入") % {"year": gap.year} if gap else ""


def _practice(community: Community, day: date) -> str:
    return "" if practice_of(community) is not None else _("还没有练习社区；大家先在里面试一遍")


_RULES = (
    _Rule("grids", gettext_lazy("有网格"), True, "opening:places", _grids),
    _Rule("hotline", gettext_lazy("有热线号码"), True, "opening:hotline", _hotline),
    _Rule("categories", gettext_lazy("有事项类别"), True, "desk:categories", _categories),
    _Rule("dispatcher", gettext_lazy("有人派单"), True, "opening:posts", _dispatcher),
    _Rule("responsible", gettext_lazy("有人当责任人"), True, "opening:posts", _responsible),
    _Rule("checkers", gettext_lazy("有另一个人核查"), True, "opening:posts", _checkers),
    _Rule("answerer", gettext_lazy("有人答复居民"), True, "opening:posts", _answerer),
    _Rule("workers", gettext_lazy("每个网格有网格员"), False, "opening:posts", _workers),
    _Rule("operator", gettext_lazy("有值班员"), False, "opening:posts", _operator),
    _Rule("groups", gettext_lazy("有居民小组或村组"), False, "opening:places", _groups),
    _Rule("homes", gettext_lazy("住房已登记"), False, "desk:imports", _homes),
    _Rule("households", gettext_lazy("住户已导入"), False, "desk:imports", _households),
    _Rule("size", gettext_lazy("每个网格不超过 500 户"), False, "opening:places", _too_many),
    _Rule("outlines", gettext_lazy("网格已画在地图上"), False, "desk:map", _outlines),
    _Rule("plates", gettext_lazy("服务牌已发"), False, "desk:plates", _plates),
    _Rule("hours", gettext_lazy("办公时间已写"), False, "opening:hotline", _hours),
    _Rule("holidays", gettext_lazy("节假日已录入"), False, "desk:holidays", _holidays),
    _Rule("practice", gettext_lazy("大家练习过"), False, "opening:practice", _practice),
)
