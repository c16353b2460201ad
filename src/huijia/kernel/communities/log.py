"""What this app writes into the ledger."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

FOUNDED = "communities.founded"
OPTION_SET = "communities.option_set"
DAY_WORKED = "communities.day_worked"
DAY_FREE = "communities.day_free"
DAY_DROPPED = "communities.day_dropped"


def register() -> None:
    kinds.register(FOUNDED, _("建立社区 {name}"))
    kinds.register(OPTION_SET, _("把约定“{label}”由 {old} 改为 {new}"))
    kinds.register(DAY_WORKED, _("把 {date} 定为上班({name})"))
    kinds.register(DAY_FREE, _("把 {date} 定为放假({name})"))
    kinds.register(DAY_DROPPED, _("把 {date} 从节假日表中去掉"))
