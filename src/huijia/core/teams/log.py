from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds


def register() -> None:
    kinds.register("teams.founded", _("成立队伍：{team}"))
    kinds.register("teams.joined", _("加入队伍：{team}"), personal_fields=("name",))
