"""What the ledger says of people. Names stand in the personal payload, so that they can be shredded."""

from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import PostKind
from huijia.kernel.ledger import kinds


def _post_word(code: str) -> object:
    return PostKind(code).label if code in PostKind.values else code


def register() -> None:
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
