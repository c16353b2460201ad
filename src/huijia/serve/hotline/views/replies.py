"""回复单: written, printed, taken out as Word, and noted as sent; and the form that it is written on."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.matters import actions as matters
from huijia.core.matters.enums import State
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock, masks
from huijia.serve.hotline import actions, letters
from huijia.serve.hotline.forms.transfers import ReplyForm, TemplateForm
from huijia.serve.hotline.queries import transfers as queries
from huijia.serve.hotline.views.opening import opened
from huijia.serve.hotline.views.transfers import opened_transfer


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, ticket: str) -> HttpResponse:
    """GET: what was sent and the reply. POST `do`: keep, sent."""
    access, matter = opened_transfer(request, ticket, "hotline.work", "matters.answer")
    sent, now = matter.transfer, clock.now()
    form = ReplyForm(
        request.POST if request.method == "POST" else None, access=access,
        initial={"version": matter.version, "reply": queries.handling_of(matter, sent)},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            matter.version = form.cleaned_data["version"]
            try:
                return _written(request, access, matter, form)
            except Refusal as refusal:
                form.refuse(refusal)
                status = 409 if isinstance(refusal, matters.Stale) or refusal.code == "answered" else 422
    context = {
        "matter": matter, "sent": sent, "form": form, "text": masks.mask_in_text(sent.text),
        "title": masks.mask_in_text(matter.title), "letter": queries.letter_of(matter, sent, now),
        "late": queries.late(matter, sent, now), "is_over": bool(sent.replied_at or sent.returned_at),
        "may_send": matter.state in (State.CLOSED, State.REFUSED), "may_answer": access.may("matters.answer"),
    }
    return render(request, "hotline/transfer.html", context, status=status)


def _written(request: HttpRequest, access: Access, matter: Matter, form: ReplyForm) -> HttpResponse:
    reply = form.cleaned_data["reply"]
    if request.POST.get("do") == "sent":
        matters.reply_out(matter, reply=reply, by=access)
        messages.success(request, _("#%(ticket)s 已记下：回复了 12345。") % {"ticket": matter.ticket})
        return redirect("hotline:transfers")
    matters.keep_reply(matter, reply=reply, by=access)
    messages.success(request, _("存好了。可以打印或下载 Word，发给平台以后点“已回复12345”。"))
    return redirect("hotline:transfer", matter.ticket)


@require_GET
def transfer_print(request: HttpRequest, ticket: str) -> HttpResponse:
    """A4 with place for the seal."""
    access, matter = opened_transfer(request, ticket, "hotline.work")
    letter = queries.letter_of(matter, matter.transfer, clock.now())
    context = {"matter": matter, "letter": letter, "community": access.community}
    return render(request, "hotline/transfer_print.html", context)


@require_GET
def transfer_docx(request: HttpRequest, ticket: str) -> FileResponse:
    """The reply as a Word file, on the office's own form where it has one."""
    access, matter = opened_transfer(request, ticket, "hotline.work")
    own = actions.current_template(access.community.pk)
    form = bytes(own.content) if own is not None else letters.SHIPPED.read_bytes()
    letter = queries.letter_of(matter, matter.transfer, clock.now())
    name = _("12345回复单") + f"-{matter.ticket}.docx"
    return FileResponse(
        io.BytesIO(letters.filled(form, letter)), as_attachment=True, filename=name, content_type=letters.CONTENT_TYPE
    )


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest) -> HttpResponse:
    """GET: what a form may name. POST: puts the office's own in the place of the shipped one."""
    access = opened(request, "hotline.manage")
    form = TemplateForm(
        request.POST if request.method == "POST" else None, request.FILES if request.method == "POST" else None,
        access=access,
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            if upload.size > letters.MOST_BYTES:
                raise Refusal(_("文件太大，最多 1 MB"), field="file")
            actions.place_template(upload.read(), name=upload.name, by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("换好了。以后的回复单都用这个模板。"))
            return redirect("hotline:template")
    context = {"form": form, "own": actions.current_template(access.community.pk), "names": letters.FIELDS.items()}
    return render(request, "hotline/template.html", context, status=422 if form.is_bound else 200)


@require_GET
def template_docx(request: HttpRequest) -> FileResponse:
    """The form that counts now, to be changed in Word."""
    access = opened(request, "hotline.manage")
    own = actions.current_template(access.community.pk)
    content = bytes(own.content) if own is not None else letters.SHIPPED.read_bytes()
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=own.name if own is not None else "transfer_reply.docx",
        content_type=letters.CONTENT_TYPE,
    )


@require_POST
def template_drop(request: HttpRequest) -> HttpResponse:
    access = opened(request, "hotline.manage")
    if actions.withdraw_template(by=access):
        messages.success(request, _("恢复了系统自带的模板。"))
    else:
        messages.info(request, _("用的就是系统自带的模板。"))
    return redirect("hotline:template")
