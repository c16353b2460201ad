"""A visit to a door: the one screen of its page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.people.queries import walks
from huijia.core.places.models import Dwelling
from huijia.doors.field.kinds import Taken, Written
from huijia.doors.field.reading import errors_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos
from huijia.serve.visits import actions
from huijia.serve.visits.formkit import VisitForm


def take(access: Access, written: Written) -> Taken:
    """
    Raises:
        Unfit: a field that cannot be used. Refusal: no such door of mine, or the verb's own.
    """
    dwelling = _door(access, written.fields.get("dwelling", ""))
    form = VisitForm(written.fields, written.files, access=access, dwelling=dwelling)
    if not form.is_valid():
        raise errors_of(form)
    draft = form.draft()
    draft.at = draft.at or written.at
    try:
        photos = kept_photos(form.cleaned_data.get("photos") or [], by=access)
        visit = actions.record(draft, by=access, photos=photos).visit
    except Refusal as refusal:
        form.refuse(refusal)
        raise errors_of(form) from refusal
    said = _("走访已记下：%(ticket)s") % {"ticket": visit.ticket}
    if visit.matter is not None:
        said = _("走访已记下，转成事项 #%(ticket)s") % {"ticket": visit.matter.ticket}
    return Taken(said, reverse("visits:visit", args=[visit.ticket]))


def _door(access: Access, wanted: str) -> Dwelling:
    on = access.may("visits.make") and modules.is_on(access.community, "visits")
    if on and wanted.isdecimal() and len(wanted) < 19 and walks(access, int(wanted)):
        rows = Dwelling.objects.of(access.community).select_related("grid", "group")
        return rows.get(pk=int(wanted))
    raise Refusal(_("这一户不在您走访的范围里"), code="gone")
