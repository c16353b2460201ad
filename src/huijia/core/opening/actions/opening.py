"""The steps of the set-up that write: name, hotline and hours, what is put off, modules, and the opening itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.core.opening import guide, log, readiness
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import actions as communities
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community, Option
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock
from huijia.lib.text import clean

LIMITS = {"name": 60, "motto": 60, "hotline": 30}


def edit_details(by: Access, *, at: datetime | None = None, **given: str) -> list[str]:
    """Name, motto, code12 or hotline of the community, as far as they are given; what was changed.

    Raises:
        Refusal: no right to, no name, too long, no telephone number, or a code that does not fit, is taken, or is
            fixed since the community opened.
    """
    by.require("settings.edit")
    values = {field: _fit(field, text) for field, text in given.items()}
    with transaction.atomic():
        now = Community.objects.select_for_update().get(pk=by.community.pk)
        changed = {field: value for field, value in values.items() if getattr(now, field) != value}
        if "code12" in changed:
            _fit_code(now, changed["code12"])
        if changed:
            Community.objects.filter(pk=now.pk).update(**changed)
            _record(log.NAMED, by, at, fields="、".join(FIELD_WORDS[field] for field in changed))
            forget_all()
    for field, value in changed.items():
        setattr(by.community, field, value)
    return list(changed)


# As the ledger keeps them, in the language of the record.
FIELD_WORDS = {"name": "名称", "motto": "一句话", "hotline": "热线", "code12": "区划代码"}


def _fit(field: str, text: str) -> str:
    if field == "code12":
        return text.strip()
    try:
        value = clean(text, LIMITS[field])
    except ValueError as error:
        raise Refusal(str(error), field=field, code="long") from None
    if field == "name" and not value:
        raise Refusal(_("请填写"), field=field, code="empty")
    if field == "hotline" and value and sum(c.isdigit() for c in value) < 3:
        raise Refusal(_("这不像电话号码"), field=field, code="bad_phone")
    return value


def _fit_code(now: Community, code: str) -> None:
    if now.opened_on is not None:
        raise Refusal(_("启用以后不能再改区划代码。"), field="code12", code="opened")
    if not (len(code) == 12 and code.isascii() and code.isdecimal()):
        raise Refusal(_("区划代码应为 12 位数字。"), field="code12", code="bad_code")
    if Community.objects.filter(code12=code, practice_of=None).exclude(pk=now.pk).exists():
        raise Refusal(_("这个代码已有社区用了。"), field="code12", code="taken")


def put_off(code: str, *, later: bool, by: Access, at: datetime | None = None) -> None:
    """以后再做: the guide goes on with the next step; `later` False takes it back. Twice changes nothing.

    Raises:
        Refusal: no right to, or no such step.
    """
    _toggle(guide.LATER_KEY, code, present=later, known=set(guide.BY_CODE), by=by, at=at)


def switch_module(code: str, *, on: bool, by: Access, at: datetime | None = None) -> None:
    """Shows or hides a module for everybody of the community; its data stays. Twice changes nothing.

    Raises:
        Refusal: no right to, or no such module.
    """
    _toggle(modules.OFF_KEY, code, present=not on, known={m.code for m in modules.registered()}, by=by, at=at)


def _toggle(key: str, word: str, *, present: bool, known: set[str], by: Access, at: datetime | None) -> None:
    """One word in or out of a list of words, under the community's lock, so that two at once add up."""
    by.require("settings.edit")
    if word not in known:
        raise Refusal(_("没有这一项。"), code="unknown")
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=by.community.pk)
        row = Option.objects.of(by.community).filter(key=key).first()
        words = list(row.value) if row else []
        if (word in words) != present:
            wanted = [*words, word] if present else [w for w in words if w != word]
            communities.set_option(by.community, key, wanted, by=by, at=at)


def open_community(*, by: Access, at: datetime | None = None) -> bool:
    """开始启用: from today on; False when it is open already.

    Raises:
        Refusal: no right to, a practice copy, or something is missing that must be there.
    """
    by.require("settings.edit")
    if by.community.is_practice:
        raise Refusal(_("练习社区不用启用。"), code="practice")
    moment = at or clock.now()
    day = clock.local(moment).date()
    with transaction.atomic():
        now = Community.objects.select_for_update().get(pk=by.community.pk)
        if now.opened_on is not None:
            return False
        missing = [line.missing for line in readiness.lines(now, day) if line.must and not line.ok]
        if missing:
            raise Refusal(_("还不能启用：%(missing)s") % {"missing": "；".join(missing)}, code="missing")
        Community.objects.filter(pk=now.pk, opened_on=None).update(opened_on=day)
        _record(log.OPENED, by, moment, name=now.name)
        forget_all()
    by.community.opened_on = day
    return True


def _record(kind: str, by: Access, at: datetime | None, **data: str) -> None:
    ledger.record(
        kind, subject=("community", by.community.pk), by=by.actor(), community_id=by.community.pk, at=at, data=data
    )
