"""A concern found on the way: the form on foot."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huijia.core.matters import actions
from huijia.core.people.models import Person
from huijia.doors.desk.forms.intake import FootIntake
from huijia.doors.desk.views.households import head_of_mine
from huijia.doors.field.kinds import Taken, Written
from huijia.doors.field.reading import errors_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.files.formkit import kept_photos


def take(access: Access, written: Written) -> Taken:
    """
    Raises:
        Unfit: a field that cannot be used. Refusal: the verb's own.
    """
    form = FootIntake(written.fields, written.files, access=access, neighbour=_neighbour(access, written))
    if not form.is_valid():
        raise errors_of(form)
    try:
        photos = kept_photos(form.cleaned_data.get("photos") or [], by=access)
        with transaction.atomic():
            done = actions.register(form.draft(), by=access, at=written.at, attachments=photos)
    except Refusal as refusal:
        form.refuse(refusal)
        raise errors_of(form) from refusal
    ticket = done.matter.ticket
    return Taken(_("已登记 #%(ticket)s") % {"ticket": ticket}, reverse("desk:matter", args=[ticket]))


def _neighbour(access: Access, written: Written) -> Person | None:
    wanted = written.fields.get("person", "")
    return head_of_mine(access, int(wanted)) if wanted.isdecimal() and access.may("households.mine") else None
