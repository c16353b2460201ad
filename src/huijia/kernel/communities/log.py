"""What this app writes into the ledger."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

OPTION_SET = "communities.option_set"
HOLIDAY_SET = "communities.holiday_set"
HOLIDAY_DROPPED = "communities.holiday_dropped"


def register() -> None:
    kinds.register(OPTION_SET, _("把约定“{label}”由 {old} 改为 {new}"))
    kinds.register(HOLIDAY_SET, _("把 {date} 记为{name}(上班:{working})"))
    kinds.register(HOLIDAY_DROPPED, _("把 {date} 从节假日表中去掉"))
