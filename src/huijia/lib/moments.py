"""Moments that a record keeps as text, said the way people of the reader's language write them."""

import re
from datetime import datetime

from django.utils import dateformat
from django.utils.translation import pgettext

from huijia.lib import clock

_KEPT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)


def said_moment(text: str) -> str:
    """"12月10日 17:30" of the office's local "2026-12-10 17:30"; the year is said unless it is this one.

    Any other text (a label, nothing) stands as it is.
    """
    if not _KEPT.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)
    except ValueError:
        return text
    if moment.year != clock.today().year:
        return dateformat.format(moment, pgettext("日期时刻格式，完整", "Y年n月j日 H:i"))
    day = dateformat.format(moment, pgettext("日期格式，当年", "n月j日"))
    return pgettext("日期 时刻", "%(day)s %(time)s") % {"day": day, "time": f"{moment:%H:%M}"}
