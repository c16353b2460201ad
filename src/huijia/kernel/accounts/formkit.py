"""What every room's forms are made of: the reader's access, a client UUID, dates and times as phones enter them."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Conflict, Refusal

MOMENT = "%Y-%m-%dT%H:%M"


class OfficeForm(forms.Form):
    """A form of one community. Field names are those that the verb's refusals name.

    `status` is the HTTP status of the page that shows it again: 422, or 409 where its UUID was used for other content.
    """

    status = 422

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.access = access
        self.fill()

    def fill(self) -> None:
        """Gives choices to the fields that need them."""

    def refuse(self, refusal: Refusal) -> None:
        """The verb's refusal beside its field, or above the form."""
        self.status = 409 if isinstance(refusal, Conflict) else 422
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ClientUuid(forms.UUIDField):
    """Made with the page, so that the same form sent twice is one thing."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4, error_messages={"required": _("页面已过期，请重新打开再填")})


def moment_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, input_formats=[MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT), **more,
    )


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def time_field(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


def written_field(label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=box, help_text=help_text)
