"""Fields that take files, and how a form keeps them."""

import base64
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files import actions
from huijia.kernel.files.models import File

MOST_PHOTOS = 9
LONGEST_SIGNATURE = 600_000
"""Characters of a data address: a canvas of 700 by 260 pixels takes a tenth of it."""


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


class SignatureField(forms.CharField):
    """What somebody signed on the screen: the picture of a canvas as `sign.js` sends it; gives an upload or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("签字"))
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.HiddenInput(attrs={"data-signature": ""}), max_length=LONGEST_SIGNATURE, **kwargs)

    def clean(self, value: Any) -> SimpleUploadedFile | None:
        text = str(super().clean(value) or "")
        if not text:
            return None
        head, _comma, body = text.partition(",")
        try:
            content = base64.b64decode(body, validate=True)
        except ValueError:
            content = b""
        if head != "data:image/png;base64" or not content:
            raise forms.ValidationError(_("签字没有传上来，请再签一次"))
        return SimpleUploadedFile("签字.png", content, "image/png")


def kept_signature(upload: SimpleUploadedFile | None, *, by: Access) -> File | None:
    """Keeps what a `SignatureField` gave.

    Raises:
        Refusal: beside "signature", for what is no picture.
    """
    if upload is None:
        return None
    try:
        return actions.keep_photo(upload, community=by.community, by=by)
    except Refusal as refusal:
        raise Refusal(refusal.message, field="signature", code=refusal.code) from None
