"""What the ledger says of people. Names stand in the personal payload, so that they can be shredded."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people.actions.facts import LABELS
from huijia.core.people.enums import ChangeKind, KeyGroup, PostKind
from huijia.kernel.ledger import kinds


def _post_word(code: str) -> object:
    return PostKind(code).label if code in PostKind.values else code


def _fields(names: str) -> object:
    return "、".join(str(LABELS[name]) for name in names.split(",") if name in LABELS)


def _groups(codes: str) -> object:
    return "、".join(str(KeyGroup(code).label) for code in codes.split(",") if code in KeyGroup.values) or "—"


def _change(code: str) -> object:
    return ChangeKind(code).label if code in ChangeKind.values else code


def _register_changes() -> None:
    """One sentence for each `ChangeKind`: `people.<kind>`."""
    named = ("name",)
    kinds.register("people.registered", _("登记居民 {name}"), personal_fields=named)
    kinds.register("people.founded", _("登记住户 {number}，户主 {name}"), personal_fields=named)
    kinds.register("people.joined", _("{name} 自 {on} 加入 {number}"), personal_fields=named)
    kinds.register("people.left", _("{name} 自 {on} 离开 {number}"), personal_fields=named)
    kinds.register("people.head", _("{number} 自 {on} 由 {name} 任户主"), personal_fields=named)
    kinds.register("people.split", _("自 {on} 从 {from} 分出 {number}，户主 {name}"), personal_fields=named)
    kinds.register("people.moved", _("{number} 自 {on} 搬到 {address}"), personal_fields=("address",))
    kinds.register("people.home_added", _("{number} 自 {on} 增加住处 {address}"), personal_fields=("address",))
    kinds.register("people.home_ended", _("{number} 自 {on} 不再住 {address}"), personal_fields=("address",))
    kinds.register("people.main_home", _("{number} 自 {on} 主要住处改为 {address}"), personal_fields=("address",))
    kinds.register("people.away", _("{number} 自 {on} 搬离社区"))
    kinds.register("people.died", _("{name} 于 {on} 去世"), personal_fields=named)
    kinds.register("people.undone", _("撤销登记：{kind}"), words={"kind": _change})
    kinds.register("people.corrected", _("更正 {name}：{fields}"), personal_fields=named, words={"fields": _fields})
    kinds.register("people.merged", _("合并 {name} 的重复条目，转移 {count} 条记录"), personal_fields=named)
    kinds.register("people.different", _("确认两条不是同一人"))
    kinds.register(
        "people.groups_set", _("{name} 的重点类别：增加 {added}，去掉 {removed}"),
        personal_fields=("name", "added", "removed"), words={"added": _groups, "removed": _groups},
    )
    kinds.register("people.field_revealed", _("查看{field}：{reason}"), words={"field": _fields})


def register() -> None:
    _register_changes()
    kinds.register("people.exported", _("导出名册 {rows} 行(打星号)：{reason}"))
    kinds.register("people.exported_whole", _("导出名册原文 {rows} 行：{reason}"))
    kinds.register("people.imported", _("从名册导入 {name}"), personal_fields=("name",))
    kinds.register("people.roster_added", _("名册新增 {count} 人、{households} 户"))
    kinds.register("people.login_linked", _("关联账号 {login}"))
    kinds.register("people.login_unlinked", _("解除关联账号 {login}"))
    kinds.register("people.person_added", _("名册新增 {name}"), personal_fields=("name",))
    post = {"post": _post_word}
    kinds.register("people.post_given", _("{name} 任职：{post}"), personal_fields=("name",), words=post)
    kinds.register("people.post_ended", _("{name} 卸任：{post}"), personal_fields=("name",), words=post)
    kinds.register("people.care_given", _("联系户：增加 {count} 户"))
    kinds.register("people.care_ended", _("联系户：减少 {count} 户"))
    kinds.register("people.absence_set", _("请假，{deputy} 代理：{reason}"), personal_fields=("deputy",))
    kinds.register("people.absence_cancelled", _("提前销假"))
    kinds.register("people.phone_revealed", _("查看电话：{reason}"))
