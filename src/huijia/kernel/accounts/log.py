"""What this app writes into the ledger. Names stand in `personal`, passwords and full addresses nowhere."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

SUBJECT = "accounts.user"

LOGIN = "accounts.login"
LOGOUT = "accounts.logout"
LOCKED = "accounts.locked"
CREATED = "accounts.created"
CHANGED = "accounts.changed"
GRANTED = "accounts.granted"
ENDED = "accounts.ended"
DEACTIVATED = "accounts.deactivated"
REACTIVATED = "accounts.reactivated"
PASSWORD_SET = "accounts.password_set"
PASSWORD_CHANGED = "accounts.password_changed"

_NAME = ("name",)


def register() -> None:
    kinds.register(LOGIN, _("登录(网段 {network})"))
    kinds.register(LOGOUT, _("退出登录"))
    kinds.register(LOCKED, _("登录失败次数过多，暂停尝试(网段 {network})"))
    kinds.register(CREATED, _("建立账号 {name}"), _NAME)
    kinds.register(CHANGED, _("更改账号 {name} 的姓名或联系方式"), _NAME)
    kinds.register(GRANTED, _("{name} 自 {starts_on} 起在 {place} 任 {role_label}"), _NAME)
    kinds.register(ENDED, _("{name} 在 {place} 任 {role_label} 到 {ends_on} 前为止"), _NAME)
    kinds.register(DEACTIVATED, _("停用账号 {name}"), _NAME)
    kinds.register(REACTIVATED, _("恢复账号 {name}"), _NAME)
    kinds.register(PASSWORD_SET, _("重设 {name} 的密码"), _NAME)
    kinds.register(PASSWORD_CHANGED, _("更改自己的密码"))
