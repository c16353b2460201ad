"""Who may read and mend a visit; the verbs and the pages ask the same questions."""

from datetime import datetime, timedelta

from huijia.kernel.accounts.access import Access
from huijia.serve.visits.models import Visit

MENDED_WITHIN = timedelta(days=2)


def is_own(visit: Visit, by: Access) -> bool:
    return visit.community_id == by.community.pk and by.user_id is not None and visit.visitor_id == by.user_id


def may_amend(visit: Visit, by: Access, at: datetime) -> bool:
    """Who wrote it, for two days after it was written."""
    if not by.may("visits.make") or not visit.stands or at - visit.recorded_at > MENDED_WITHIN:
        return False
    return is_own(visit, by)


def may_void(visit: Visit, by: Access) -> bool:
    """Who wrote it, or who plans."""
    if not visit.stands or visit.community_id != by.community.pk:
        return False
    return by.may("visits.plan") or (by.may("visits.make") and is_own(visit, by))
