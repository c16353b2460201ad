"""A home looked at: the one screen of its page, without the signature on the screen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.doors.field.kinds import Taken, Written
from huijia.doors.field.reading import errors_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.formkit import CheckForm
from huijia.serve.inspections.models import Home


def take(access: Access, written: Written) -> Taken:
    """
    Raises:
        Unfit: a field that cannot be used. Refusal: no such home of mine, or the verb's own.
    """
    form = CheckForm(written.fields, written.files, access=access, home=_home(access, written.fields.get("home", "")))
    if not form.is_valid():
        raise errors_of(form)
    try:
        draft = form.draft(access)
        draft.at = draft.at or written.at
        photos = kept_photos(form.cleaned_data.get("photos") or [], by=access)
        check = actions.check(draft, by=access, photos=photos).check
    except Refusal as refusal:
        form.refuse(refusal)
        raise errors_of(form) from refusal
    url = reverse("inspections:check", args=[check.ticket])
    return Taken(_("安检已记下：%(ticket)s") % {"ticket": check.ticket}, url)


def _home(access: Access, wanted: str) -> Home:
    on = access.may("inspections.do") and modules.is_on(access.community, "inspections")
    found = queries.home(access, int(wanted)) if on and wanted.isdecimal() and len(wanted) < 19 else None
    if found is None:
        raise Refusal(_("这一户不在您走访的范围里"), code="gone")
    return found
