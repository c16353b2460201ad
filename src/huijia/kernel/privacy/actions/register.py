"""处理登记: the office's own words for what it does with personal data."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger import actions as ledger
from huijia.kernel.privacy import log
from huijia.kernel.privacy.models import Processing
from huijia.lib import clock
from huijia.lib.text import clean

LONGEST = {"name": 60, "purpose": 300, "basis": 300, "fields": 500, "retention": 200, "recipients": 300}
_CODE = re.compile(r"[a-z0-9_]{1,40}")


def set_processing(
    code: str, values: dict[str, str], *, by: Access, is_active: bool = True, at: datetime | None = None
) -> Processing:
    """The line `code` of the register, from now on in these words. The same words change nothing.

    Raises:
        Refusal: no right to, or a part that is empty or too long.
    """
    by.require("privacy.manage")
    if not _CODE.fullmatch(code):
        raise Refusal(_("没有这一项。"), code="bad_code")
    fitted = {name: _fit(name, values.get(name, "")) for name in LONGEST}
    with transaction.atomic():
        row = Processing.objects.of(by.community).select_for_update().filter(code=code).first()
        wanted = {**fitted, "is_active": is_active}
        if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        row, _made = Processing.objects.of(by.community).update_or_create(
            community=by.community, code=code, defaults={**wanted, "changed_at": at or clock.now()}
        )
        ledger.record(
            log.PROCESSING, subject=("privacy.processing", row.pk), by=by.actor(), community_id=by.community.pk,
            at=at, data={"name": row.name, "code": code, "is_active": is_active},
        )
    return row


def _fit(name: str, text: str) -> str:
    most = LONGEST[name]
    try:
        fitted = clean(text, most)
    except ValueError as error:
        raise Refusal(str(error), field=name, code="long") from None
    if not fitted:
        raise Refusal(_("不能空着"), field=name, code="empty")
    return fitted
