"""What this app writes into the ledger. Names stand in `personal`; passwords and full addresses stand nowhere."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

SUBJECT = "accounts.user"

LOGIN = "accounts.login"
LOGOUT = "accounts.logout"
LOCKED = "accounts.locked"
CREATED = "accounts.created"
GRANTED = "accounts.granted"
ENDED = "accounts.ended"
DEACTIVATED = "accounts.deactivated"
REACTIVATED = "accounts.reactivated"
PASSWORD_SET = "accounts.password_set"  # noqa: S105 - a kind of entry
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105 - a kind of entry


def register() -> None:
    kinds.register(LOGIN, _("登录(网段 {network})"))
    kinds.register(LOGOUT, _("退出登录"))
    kinds.register(LOCKED, _("登录失败次数过多,暂时停止尝试(网段 {network})"))
    kinds.register(CREATED, _("建立账号 {name}"))
    kinds.register(GRANTED, _("{name} 自 {starts_on} 起在{scope}任{role}"))
    kinds.register(ENDED, _("{name} 在{scope}任{role}到 {ends_on} 止(不含当日)"))
    kinds.register(DEACTIVATED, _("停用账号 {name}"))
    kinds.register(REACTIVATED, _("恢复账号 {name}"))
    kinds.register(PASSWORD_SET, _("重设 {name} 的密码"))
    kinds.register(PASSWORD_CHANGED, _("更改自己的密码"))
