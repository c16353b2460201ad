"""Taking what a phone sent: once, whatever happens on the way."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from huijia.doors.field.kinds import Written, kinds
from huijia.doors.field.models import Arrival
from huijia.doors.field.reading import Sent
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import retries
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock


@dataclass(frozen=True)
class Answer:
    """`again`: it had arrived before, and nothing was done now."""

    said: str
    url: str
    again: bool = False


def take(sent: Sent, files: MultiValueDict[str, Any], *, by: Access) -> Answer:
    """The record becomes what its page would have made of it, or nothing at all.

    Raises:
        Conflict: its UUID came with another content before.
        Refusal: another person's or community's record, an unknown kind, or what the kind itself says.
    """
    if sent.user_id != by.user_id:
        raise Refusal(_("这条记录是另一个账号写的，请用那个账号登录后再送"), code="other_user")
    if sent.community_id != by.community.pk:
        raise Refusal(_("这条记录属于另一个社区，请先切换到那个社区再送"), code="other_community")
    act = kinds().get(sent.kind)
    if act is None:
        raise Refusal(_("这条记录的内容不完整，送不了"), code="broken")
    there = _there(sent, by)
    if there is not None:
        return there
    try:
        with transaction.atomic():
            row = Arrival.objects.create(
                community=by.community, uuid=sent.uuid, user_id=sent.user_id, kind=sent.kind,
                draft_hash=retries.hash_of(*sent.content), written_at=sent.at, arrived_at=clock.now(),
            )
            taken = act(by, Written(sent.fields, files, sent.at))
            row.said, row.url = taken.said, taken.url
            row.save(update_fields=["said", "url"])
    except IntegrityError:
        # The same record at the same moment, sent twice by a phone that gave up waiting.
        there = _there(sent, by)
        if there is None:
            raise
        return there
    except PermissionDenied as denied:
        raise Refusal(str(denied) or _("您没有权限办这一步"), code="forbidden") from denied
    return Answer(taken.said, taken.url)


def _there(sent: Sent, by: Access) -> Answer | None:
    row = Arrival.objects.of(by.community).filter(uuid=sent.uuid).first()
    if row is None:
        return None
    retries.same(row, *sent.content)
    return Answer(row.said, row.url, again=True)
