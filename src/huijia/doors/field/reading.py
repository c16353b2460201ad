"""Reading what a phone sent, and saying what is wrong with it in the words of its form."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from huijia.doors.field.errors import Unfit
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

OLDEST = timedelta(days=30)
"""What is older by the phone's clock counts as written now: rather a wrong clock than a month without a signal."""


@dataclass(frozen=True)
class Sent:
    """One record: who wrote it where, what it is, its fields, and a digest of each photo."""

    uuid: UUID
    user_id: int
    community_id: int
    kind: str
    fields: QueryDict
    at: datetime
    digests: tuple[str, ...]

    @property
    def content(self) -> tuple[object, ...]:
        """What tells a retry from another record under the same UUID."""
        return (self.kind, self.user_id, json.dumps(dict(self.fields.lists()), sort_keys=True), *self.digests)


def sent_by(request: HttpRequest) -> Sent:
    """
    Raises:
        Refusal: what came is no record.
    """
    data = request.POST
    try:
        fields = json.loads(data.get("fields", ""))
        assert isinstance(fields, dict)
        return Sent(
            uuid=UUID(data.get("uuid", "")), user_id=int(data.get("user", "")),
            community_id=int(data.get("community", "")), kind=data.get("kind", "")[:20],
            fields=_query(fields, data.get("uuid", "")), at=_moment(data.get("written_at", "")),
            digests=tuple(_digest(file) for file in request.FILES.getlist("photos")),
        )
    except (ValueError, AssertionError) as error:
        raise Refusal(_("这条记录的内容不完整，送不了"), code="broken") from error


def _query(fields: dict[str, Any], uuid: str) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(str(name), [str(each) for each in (value if isinstance(value, list) else [value])])
    query["uuid"] = uuid
    query._mutable = False
    return query


def _moment(text: str) -> datetime:
    now = clock.now()
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None or not now - OLDEST <= moment <= now:
        return now
    return moment


def _digest(file: Any) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def errors_of(form: forms.Form) -> Unfit:
    """The form's errors, field by field."""
    found = []
    for name, texts in form.errors.items():
        label = str(form.fields[name].label or "") if name in form.fields else ""
        found += [{"field": name, "label": label, "text": str(text)} for text in texts]
    return Unfit(found)
