"""Lists on paper and as a table."""

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huijia.core.signup import actions, queries
from huijia.core.signup.enums import Channel, State
from huijia.core.signup.forms.occasions import ExportForm
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.views.opening import occasion_of, opened
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.fresh import require_fresh
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, crypto, masks, spreadsheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLANK_LINES = 8


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """签到表 on A4: who is expected, with room to sign and for those who just come."""
    access = opened(request, "signup.attend")
    occasion = occasion_of(access, pk)
    lists = queries.lists_of(occasion)
    context = {
        "occasion": occasion, "expected": [*lists[State.SIGNED], *lists[State.OFFERED], *lists[State.CAME]],
        "waiting": lists[State.WAITING], "blank": range(BLANK_LINES), "community": access.community,
        "today": clock.today(), "sums": queries.sums_of(occasion),
    }
    return render(request, "signup/sheet.html", context)


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """GET asks for the reason; POST answers with the list as a table."""
    access = opened(request, "signup.manage")
    occasion = occasion_of(access, pk)
    form = ExportForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("full"):
            require_fresh(request)
        try:
            return _book(access, occasion, form)
        except Refusal as refusal:
            form.refuse(refusal)
    status = 422 if form.is_bound else 200
    return render(request, "signup/export.html", {"form": form, "occasion": occasion}, status=status)


def _book(access: Access, occasion: Occasion, form: ExportForm) -> FileResponse:
    reason, full = form.cleaned_data["reason"], bool(form.cleaned_data.get("full"))
    column = spreadsheet.Column
    columns = [
        column(_("报名号"), 16), column(_("姓名"), 12), column(_("人数"), 8, "number"), column(_("同行"), 24, "long"),
        column(_("电话"), 16), column(_("状态"), 14), column(_("来源"), 12), column(_("备注"), 24, "long"),
        column(_("报名时间"), 18, "datetime"), column(_("签到时间"), 18, "datetime"),
        column(_("到了几人"), 10, "number"),
    ]
    found = Signup.objects.of(access.community).filter(occasion=occasion).order_by("pk")
    rows = [_row(signup, full) for signup in found]
    said = _("%(community)s %(what)s %(who)s %(when)s 用途：%(reason)s") % {
        "community": access.community.name, "what": occasion.title, "who": access.label, "reason": reason,
        "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }
    book = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 (FileResponse closes it)
    try:
        spreadsheet.write_book(book, [spreadsheet.Sheet(occasion.title, columns, rows, said)])
        actions.record_export(occasion, rows=len(rows), reason=reason, by=access)
    except BaseException:
        book.close()
        raise
    book.seek(0)
    name = f"{occasion.title}-{clock.local(occasion.starts_at):%Y%m%d}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _row(signup: Signup, full: bool) -> list[object]:
    """Masked, unless `full`: names by the surname, and no note, since people write in it what ails them."""
    name, company, phone, note = signup.name, signup.company, signup.masked_phone, signup.note
    if full:
        phone = crypto.open_sealed(signup.phone_sealed) if signup.phone_sealed else ""
    else:
        name, company, note = masks.mask_name(name), [masks.mask_name(each) for each in company], ""
    return [
        signup.ticket, name, signup.party, "、".join(company), phone, str(State(signup.state).label),
        str(Channel(signup.channel).label), note, signup.asked_at, signup.came_at, signup.came or None,
    ]
