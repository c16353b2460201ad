"""Fields that take files, and how a form keeps them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions
from huijia.kernel.files.models import File

MOST_PHOTOS = 9


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; gives a list. Whether they are photos is seen by the verb that keeps them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("照片"))
        kwargs.setdefault("required", False)
        accept = {"accept": "image/*", "data-photos": str(MOST_PHOTOS)}
        super().__init__(widget=ManyFiles(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_PHOTOS:
            raise forms.ValidationError(_("照片最多 %(most)s 张") % {"most": MOST_PHOTOS})
        return list(uploads)


def kept_photos(uploads: Iterable[Any], *, by: Access) -> list[File]:
    """Keeps what a `PhotosField` gave.

    Raises:
        Refusal: beside "photos", for one that is no photo.
    """
    kept = []
    for upload in uploads:
        try:
            kept.append(actions.keep_photo(upload, community=by.community, by=by))
        except Refusal as refusal:
            raise Refusal(refusal.message, field="photos", code=refusal.code) from None
    return kept
