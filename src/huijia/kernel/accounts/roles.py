"""The one table of roles. Code asks for permissions; only this file and the accounts pages name roles."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: dict[str, Promise] = {
    "matters.view": _("查看本社区全部事项"),
    "matters.view_own": _("查看自己和自己网格的事项"),
    "matters.register": _("登记事项"),
    "matters.accept": _("受理、分类、不予受理"),
    "matters.assign": _("派单"),
    "matters.claim": _("认领"),
    "matters.handle": _("接单、办理、转办、协办、申请延期"),
    "matters.approve": _("批准延期和挂起"),
    "matters.check": _("核查"),
    "matters.answer": _("答复居民"),
    "matters.supervise": _("督办"),
    "matters.merge": _("并案、拆分"),
    "matters.escalate": _("上报街道"),
    "matters.street": _("街道查看和退回上报事项"),
    "matters.export": _("导出事项"),
    "matters.import": _("导入事项"),
    "contacts.reveal": _("查看联系方式原文"),
    "people.view": _("查看居民"),
    "people.edit": _("登记和更改居民、住户"),
    "people.import": _("导入名册"),
    "people.export": _("导出名册"),
    "party.view": _("查看党员名册"),
    "party.edit": _("管理党员名册"),
    "households.mine": _("查看自己联系的户"),
    "places.view": _("查看网格和房屋"),
    "places.edit": _("画网格、登记房屋"),
    "plates.manage": _("管理网格服务牌"),
    "plates.walk": _("张贴、报损服务牌"),
    "hotline.work": _("热线值班、交接、回电"),
    "hotline.manage": _("排班、常用语、知识卡"),
    "home_orders.view": _("查看上门服务预约"),
    "home_orders.arrange": _("受理和安排上门服务"),
    "home_orders.serve": _("上门服务"),
    "visits.view": _("查看走访"),
    "visits.make": _("走访、记走访"),
    "visits.plan": _("走访要求、走访台账"),
    "counter.view": _("查看窗口预约和排队"),
    "counter.serve": _("窗口报到、叫号、代约、记加时"),
    "counter.plan": _("窗口时间、加时、停办、预约台账"),
    "errands.view": _("查看自己代办的事"),
    "errands.manage": _("受理代办、定代办人"),
    "errands.act": _("代办"),
    "inspections.view": _("查看入户安检"),
    "inspections.do": _("入户安检、复查"),
    "inspections.plan": _("安排安检行动、检查表"),
    "health.measure": _("健康角测量、查看数值、随访"),
    "rides.view": _("查看自己随车的接送"),
    "rides.plan": _("受理接送和派车"),
    "rides.serve": _("随车接送"),
    "signup.view": _("查看报名"),
    "signup.manage": _("安排活动和名额"),
    "signup.attend": _("代报名、签到"),
    "directives.hand": _("街道交办"),
    "directives.answer": _("接收和答复街道交办"),
    "residents.admit": _("给居民开通登录"),
    "privacy.manage": _("办理个人信息申请"),
    "office.export": _("整体导出本社区数据"),
    "audit.view": _("查看操作日志"),
    "figures.view": _("查看指标"),
    "settings.edit": _("更改本社区约定"),
    "accounts.manage": _("管理账号"),
}


RESIDENT = "resident"
LEVELS = ("community", "street", "district")


@dataclass(frozen=True)
class Role:
    """`home`: the page a person in this role sees first. `levels`: where it can be given on the accounts pages."""

    code: str
    label: Promise
    permissions: frozenset[str]
    home: str = "desk:home"
    levels: tuple[str, ...] = ("community",)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COMMITTEE = _set(
    "matters.view matters.view_own matters.register matters.accept matters.assign matters.claim "
    "matters.handle matters.check matters.answer matters.merge matters.escalate contacts.reveal people.view "
    "households.mine places.view figures.view people.edit home_orders.view home_orders.arrange home_orders.serve "
    "signup.view signup.manage signup.attend hotline.work plates.walk rides.view rides.plan rides.serve "
    "visits.view visits.make visits.plan errands.view errands.manage errands.act "
    "inspections.view inspections.do inspections.plan counter.view counter.serve counter.plan"
)
_OPERATOR = _set(
    "matters.view matters.view_own matters.register matters.accept matters.answer matters.merge "
    "contacts.reveal people.view places.view figures.view people.edit hotline.work home_orders.view "
    "home_orders.arrange signup.view signup.attend residents.admit plates.walk rides.view rides.plan "
    "visits.view visits.make errands.view errands.manage inspections.view counter.view counter.serve"
)
_GRID_WORKER = _set(
    "matters.view_own matters.register matters.claim matters.handle contacts.reveal households.mine places.view "
    "home_orders.view home_orders.serve signup.view signup.attend plates.walk rides.view rides.serve "
    "visits.view visits.make errands.view errands.act inspections.view inspections.do"
)
_NEIGHBOUR = _set(
    "matters.view_own matters.register matters.claim matters.handle households.mine signup.view home_orders.view "
    "home_orders.serve rides.view rides.serve visits.view visits.make "
    "errands.view errands.act inspections.view inspections.do"
)

_TABLE = (
    # Everything but the operator's log: who directs the work does not also keep watch over the record of
    # it. Not the street's own permission, which belongs to the level above. And nobody's health.
    Role(
        "secretary", _("书记"),
        frozenset(PERMISSIONS) - {"audit.view", "matters.street", "directives.hand", "health.measure"},
    ),
    Role("committee", _("两委成员"), _COMMITTEE),
    # No checking: who answers the telephone also answers the reporter, and would check her own answer.
    Role("operator", _("值班员"), _OPERATOR),
    Role("grid_worker", _("网格员"), _GRID_WORKER),
    Role("group_leader", _("组长"), _NEIGHBOUR),
    Role("member_household", _("党员中心户"), _NEIGHBOUR),
    # The only one who sees what was measured; given to whoever stands at the corner, beside another role if need be.
    Role("health", _("健康角人员"), _set("health.measure signup.view signup.attend"), home="health:corner"),
    # Sees what was sent up and the figures, no private data.
    Role("street", _("街道"), _set("matters.street figures.view directives.hand"), levels=("street", "district")),
    Role("auditor", _("审计员"), frozenset({"audit.view"}), home="desk:audit", levels=LEVELS),
    # Runs the system, reads no matters and no people.
    Role(
        "admin",
        _("系统管理员"),
        frozenset({"accounts.manage", "settings.edit", "audit.view", "matters.import", "office.export"}),
        home="accounts:users",
        levels=LEVELS,
    ),
    # No staff permission, and given with the login itself, never on the accounts pages.
    Role(RESIDENT, _("居民"), frozenset(), home="portal:me", levels=()),
)
ROLES: dict[str, Role] = {role.code: role for role in _TABLE}

# Withheld in a practice copy: logins are the real ones, and nothing invented is worth carrying off.
NOT_IN_PRACTICE = frozenset({"accounts.manage", "residents.admit", "office.export", "directives.hand"})

# A resident who reports something may do just that; progress and grading are opened by ticket number and
# secret code.
REPORTER_PERMISSIONS = frozenset({"matters.register"})
# The worker and commands.
SYSTEM_PERMISSIONS = frozenset(PERMISSIONS)
STAFF = tuple(role for role in ROLES.values() if role.code != RESIDENT)


def permissions_of(role: str) -> frozenset[str]:
    """The permissions of a role; none for a code that is no longer in the table."""
    return ROLES[role].permissions if role in ROLES else frozenset()


def label_of(role: str) -> str:
    """The role's name in the reader's language; the code itself for one no longer in the table."""
    return str(ROLES[role].label) if role in ROLES else role
