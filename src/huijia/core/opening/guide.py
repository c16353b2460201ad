"""The set-up guide: the steps from an empty community to the first day, each with why and how long.

A step counts as done when the records say so. One that somebody put off stands as 以后再做 in an option.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Household, Post
from huijia.core.places.models import DoorPlate, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules, options
from huijia.kernel.communities.models import Community

LATER_KEY = "setup_later"


@dataclass(frozen=True)
class Step:
    """`minutes` of a newcomer's time. `permissions`: all are needed to do it. `url_names`: the first that exists."""

    code: str
    label: Promise
    why: Promise
    minutes: int
    url_names: tuple[str, ...]
    permissions: tuple[str, ...]
    is_done: Callable[[Community], bool]


@dataclass(frozen=True)
class Shown:
    step: Step
    number: int
    done: bool
    later: bool
    mine: bool
    next: bool

    @property
    def url(self) -> str:
        for name in self.step.url_names:
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
        return reverse("opening:setup")


def _has_grids(community: Community) -> bool:
    return Grid.objects.of(community).exists()


def _has_roster(community: Community) -> bool:
    return Household.objects.of(community).exists()


def _has_posts(community: Community) -> bool:
    return Post.objects.of(community).filter(~Q(kind="secretary")).exists()


def _has_hotline(community: Community) -> bool:
    return bool(community.hotline and options.get(community, "office_hours_note"))


def _has_plates(community: Community) -> bool:
    return DoorPlate.objects.of(community).exists()


def _has_modules(community: Community) -> bool:
    off = options.get(community, modules.OFF_KEY)
    return any(module.code not in off for module in modules.registered())


STEPS = (
    Step("name", _("社区名称和代码"), _("居民、门牌和报表上都用它。"), 1, ("opening:details",), ("settings.edit",),
         lambda community: bool(community.name)),
    Step("places", _("网格和小组"), _("每件事、每户人家都归到一个网格，才有人管。"), 5, ("opening:places",),
         ("settings.edit",), _has_grids),
    Step("rosters", _("名册"), _("导入现有的 Excel 名册，来电和上门时就知道是哪一户。"), 10,
         ("imports:imports", "desk:imports"), ("people.import",), _has_roster),
    Step("posts", _("职务和账号"), _("谁是两委、网格员、值班员；一步建好账号，打印登录单。"), 6, ("opening:posts",),
         ("settings.edit", "people.view", "accounts.manage"), _has_posts),
    Step("hotline", _("热线和办公时间"), _("居民打哪个号码、几点有人；时限也按它算。"), 1, ("opening:hotline",),
         ("settings.edit",), _has_hotline),
    Step("plates", _("服务牌"), _("贴在门上的二维码：扫一下就能反映。"), 3, ("desk:plates",), ("plates.manage",),
         _has_plates),
    Step("modules", _("模块"), _("先开用得着的，以后再一个个开。"), 2, ("opening:modules",), ("settings.edit",),
         _has_modules),
    Step("check", _("检查并启用"), _("系统按记录看还缺什么；备齐了就按“开始启用”。"), 2, ("opening:check",),
         ("settings.edit",), lambda community: community.opened_on is not None),
)
BY_CODE = {step.code: step for step in STEPS}


def declare() -> None:
    options.register(options.Spec(LATER_KEY, _("启用时以后再做的步骤"), [], "words", local=False, listed=False))


def shown(access: Access) -> list[Shown]:
    """All steps as this login sees them; `next` marks the first that is neither done nor put off and is theirs."""
    later = set(options.get(access.community, LATER_KEY))
    found: list[Shown] = []
    has_next = False
    for number, step in enumerate(STEPS, start=1):
        done = step.is_done(access.community)
        mine = all(access.may(permission) for permission in step.permissions)
        is_next = not (has_next or done or step.code in later) and mine
        has_next = has_next or is_next
        found.append(Shown(step, number, done, step.code in later and not done, mine, is_next))
    return found
