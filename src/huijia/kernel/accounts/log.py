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
DEVICE_TRUSTED = "accounts.device_trusted"
DEVICE_SHUT = "accounts.device_shut"
DEVICE_LOCKED = "accounts.device_locked"
FACTOR_ON = "accounts.factor_on"
FACTOR_OFF = "accounts.factor_off"
FACTOR_RESET = "accounts.factor_reset"
RECOVERY_USED = "accounts.recovery_used"
RECOVERY_RENEWED = "accounts.recovery_renewed"
SESSIONS_ENDED = "accounts.sessions_ended"
CUT_OFF = "accounts.cut_off"

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
    kinds.register(DEVICE_TRUSTED, _("{name} 记住了一台手机({family})"), _NAME)
    kinds.register(DEVICE_SHUT, _("停用 {name} 的一台手机({family})"), _NAME)
    kinds.register(DEVICE_LOCKED, _("PIN 输错次数过多，停用 {name} 的一台手机({family})"), _NAME)
    kinds.register(FACTOR_ON, _("{name} 开启第二重验证"), _NAME)
    kinds.register(FACTOR_OFF, _("{name} 关闭第二重验证"), _NAME)
    kinds.register(FACTOR_RESET, _("重置 {name} 的第二重验证，原因：{reason}"), _NAME)
    kinds.register(RECOVERY_USED, _("{name} 用掉一个备用码"), _NAME)
    kinds.register(RECOVERY_RENEWED, _("{name} 换了一套备用码"), _NAME)
    kinds.register(SESSIONS_ENDED, _("{name} 结束了自己在别处的登录"), _NAME)
    kinds.register(CUT_OFF, _("停用 {name} 的全部手机并结束会话"), _NAME)
