"""A new, empty community: with categories, its modules off but the chosen ones, and somebody who may sign in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.matters.seeds import plant_categories
from huijia.core.opening.actions.codes import use_code
from huijia.core.opening.models import SetupCode
from huijia.core.people import actions as people
from huijia.core.people.enums import PostKind
from huijia.kernel.accounts import actions as accounts
from huijia.kernel.accounts import passwords
from huijia.kernel.accounts import queries as users
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities import modules
from huijia.kernel.communities.actions import Place
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, Street
from huijia.kernel.ledger.actors import Actor
from huijia.lib import clock, initials

ADMIN_ROLES = ("secretary", "admin")
"""Who may be the first to sign in: who directs the work and can do every step, or who only runs the system."""
# The demo's own short name: a real community that took it would be taken for the demo.
RESERVED = frozenset({"huilong"})


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What founding asks for. Names of street and district are only used where their code is new here."""

    community: str
    code12: str
    street: str
    district: str
    username: str
    name: str
    phone: str = ""
    role: str = "secretary"
    hotline: str = ""
    modules: Iterable[str] = field(default=())

    @property
    def street_code(self) -> str:
        return self.code12[:9] + "000"

    @property
    def district_code(self) -> str:
        return self.code12[:6] + "000000"


@dataclass(frozen=True)
class Founded:
    """`password` is the first one of `user`, shown once and kept nowhere."""

    community: Community
    user: User
    password: str


def found_office(draft: Draft, *, by: Access | None = None, code: SetupCode | None = None) -> Founded:
    """Founds the community with one login: all of it or nothing.

    `by`: a street's or district's administrator; None for the console, and for the browser with a set-up `code`.

    Raises:
        Refusal: with the field it belongs to.
    """
    _fits(draft)
    if by is not None:
        _may_found(by, draft)
    with transaction.atomic():
        if code is not None:
            use_code(code)
        actor = by.actor() if by is not None else Actor("system", None, "系统")
        community = communities.found(
            name=draft.community.strip(), slug=free_slug(draft.community, draft.code12), code12=draft.code12,
            street=Place(draft.street.strip(), draft.street_code),
            district=Place(draft.district.strip(), draft.district_code), hotline=draft.hotline.strip(), by=actor,
        )
        system = Access.system(community, actor.label)
        plant_categories(system)
        _switch_modules(community, draft.modules, system)
        user, password = _first_login(draft, system)
    return Founded(community, user, password)


def _fits(draft: Draft) -> None:
    if not (len(draft.code12) == 12 and draft.code12.isascii() and draft.code12.isdecimal()):
        raise Refusal(_("区划代码应为 12 位数字。"), field="code12", code="bad_code")
    if draft.code12.endswith("000"):
        raise Refusal(_("这是街道的代码；社区的代码最后三位不是 000。"), field="code12", code="bad_code")
    for name in ("community", "street", "district"):
        if not getattr(draft, name).strip():
            raise Refusal(_("请填写"), field=name, code="empty")
        if len(getattr(draft, name).strip()) > 60:
            raise Refusal(_("最多 60 个字"), field=name, code="long")
    if draft.role not in ADMIN_ROLES:
        raise Refusal(_("请选一种"), field="role", code="no_role")


def _may_found(by: Access, draft: Draft) -> None:
    """Accounts are governed in the street that is there already, or in the district where the street is new."""
    by.require("accounts.manage")
    street = Street.objects.select_related("district").filter(code=draft.street_code).first()
    place = street or next(
        (d for d in (by.community.street.district,) if d.code == draft.district_code), None
    )
    if place is None or not users.governs(by, place):
        raise Refusal(_("您不能在那里建社区；代码前 9 位应是您管的街道。"), field="code12", code="other_place")


def _switch_modules(community: Community, wanted: Iterable[str], by: Access) -> None:
    chosen = set(wanted)
    off = [module.code for module in modules.registered() if module.code not in chosen]
    if off:
        communities.set_option(community, modules.OFF_KEY, off, by=by)


def _first_login(draft: Draft, by: Access) -> tuple[User, str]:
    """The login, and for a secretary with a number also the person and the post, so that matters can begin."""
    password = passwords.initial_password()
    user = accounts.create_user(
        username=draft.username, name=draft.name, phone=draft.phone, password=password, by=by
    )
    accounts.grant(user, draft.role, by.community, by=by)
    if draft.role == "secretary" and draft.phone.strip():
        person = people.add_person(name=draft.name, phone=draft.phone, by=by)
        people.give_post(person, kind=PostKind.SECRETARY, by=by, starts_on=clock.today())
        people.link_login(person, user=user, by=by)
    return user, password


def free_slug(name: str, code12: str) -> str:
    """The pinyin initials of the name (回龙社区: hlsq), with the end of the code where they are taken."""
    short = slug_of(name) or f"c{code12[-6:]}"
    for slug in (short, f"{short}-{code12[-3:]}", f"{short}-{code12}"):
        if slug not in RESERVED and not Community.objects.filter(slug=slug).exists():
            return slug
    raise Refusal(_("这个社区已经有了。"), field="code12", code="taken")


def slug_of(name: str) -> str:
    """Letters and digits as they are, Chinese characters by their initial; at most 20."""
    kept = [c for c in name if c.isalnum()]
    letters = []
    for place, character in enumerate(kept):
        if character.isascii():
            letters.append(character.lower())
        elif place + 1 < len(kept) and not kept[place + 1].isascii():
            letters.append(initials.of_pair(character + kept[place + 1])[0])
        elif place and not kept[place - 1].isascii():
            letters.append(initials.of_pair(kept[place - 1] + character)[1])
        else:
            letters.append(initials.of_pair(character * 2)[0])
    return "".join(c for c in letters if c != "0")[:20]
