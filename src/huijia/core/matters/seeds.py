"""The categories that a community starts with (domain rules 「事项」); each may change its own later."""

from dataclasses import dataclass

from django.db import transaction

from huijia.core.matters.enums import Unit
from huijia.core.matters.models import Category
from huijia.kernel.accounts.access import Access


@dataclass(frozen=True)
class Seed:
    """`limit` None takes the limit of what is wanted."""

    code: str
    name: str
    children: tuple[str, ...] = ()
    limit: int | None = None
    unit: Unit = Unit.WORKING_DAYS
    sensitive: bool = False
    emergency: bool = False
    claimable: bool = True


SEEDS = (
    Seed("01", "矛盾纠纷", ("邻里纠纷", "家庭矛盾", "土地边界"), limit=10, sensitive=True, claimable=False),
    Seed("02", "安全隐患", ("危房危墙", "井盖沟渠", "高空坠物", "电线线路"), limit=3),
    Seed("03", "民生诉求", ("就业培训", "社保医保", "救助帮扶", "教育文体")),
    Seed("04", "环境卫生", ("垃圾清运", "污水臭味", "绿化养护", "河塘水面")),
    Seed("05", "公共设施", ("路灯", "道路", "排水沟", "健身器材", "垃圾分类箱", "监控")),
    Seed("06", "治安", ("可疑人员", "噪声扰民", "电信诈骗"), claimable=False),
    Seed("07", "特殊人群关爱", ("独居老人", "残疾人", "困境儿童", "退役军人"), 2, sensitive=True, claimable=False),
    Seed("08", "政策咨询", ("办事指南", "证明开具", "惠民政策")),
    Seed("09", "物业", ("电梯", "停车", "楼道堆物", "收费")),
    Seed("10", "森林防汛", ("积水内涝", "塘坝水位", "枯枝危树", "野外用火"), limit=4, unit=Unit.HOURS, emergency=True),
    Seed("11", "燃气消防", ("燃气泄漏", "消防通道", "电动车充电"), limit=2, unit=Unit.HOURS, emergency=True),
)


def plant_categories(by: Access) -> dict[str, Category]:
    """Plants the roots and their children where they are missing; returns all by name. Twice changes nothing."""
    by.require("settings.edit")
    with transaction.atomic():
        for seed in SEEDS:
            root = _planted(by, seed, seed.code, seed.name, None)
            for place, name in enumerate(seed.children, start=1):
                _planted(by, seed, f"{seed.code}{place:02d}", name, root)
    return {row.name: row for row in Category.objects.of(by.community)}


def _planted(by: Access, seed: Seed, code: str, name: str, parent: Category | None) -> Category:
    values = {
        "name": name, "parent": parent, "limit": seed.limit, "unit": seed.unit, "is_sensitive": seed.sensitive,
        "is_emergency": seed.emergency, "is_claimable": seed.claimable,
    }
    category, _made = Category.objects.of(by.community).get_or_create(
        community=by.community, code=code, defaults=values
    )
    return category
