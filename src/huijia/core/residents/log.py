"""What this app writes into the ledger. Names stand in `personal` only; codes and links nowhere."""

from django.utils.translation import gettext_lazy as _

from huijia.core.residents.enums import Checked
from huijia.kernel.ledger import kinds

LOGIN = "resident_login"
MANDATE = "mandate"

ADMITTED = "residents.admitted"
BATCH = "residents.batch"
USED = "residents.admission_used"
REVOKED = "residents.admission_revoked"
OPENED = "residents.login_opened"
TIED = "residents.login_tied"
CLOSED = "residents.login_closed"
MANDATE_GIVEN = "residents.mandate_given"
MANDATE_WITHDRAWN = "residents.mandate_withdrawn"


def register() -> None:
    said = {"checked": lambda code: Checked(code).label if code in Checked.values else code}
    kinds.register(ADMITTED, _("给 {name} 一个登录码，核实：{checked}"), ("name",), said)
    kinds.register(BATCH, _("打印 {count} 户的登录码"))
    kinds.register(USED, _("登录码已用"))
    kinds.register(REVOKED, _("作废 {name} 的登录码"), ("name",))
    kinds.register(OPENED, _("居民登录开通"))
    kinds.register(TIED, _("居民登录与名册上的 {name} 对上"), ("name",))
    kinds.register(CLOSED, _("居民登录关闭"))
    kinds.register(MANDATE_GIVEN, _("{name} 委托 {agent} 代办，到 {ends_on} 前为止"), ("name", "agent"))
    kinds.register(MANDATE_WITHDRAWN, _("{name} 对 {agent} 的委托已撤回"), ("name", "agent"))
