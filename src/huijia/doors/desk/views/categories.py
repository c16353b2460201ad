"""类别: what matters are about, with limit and who usually takes them on."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huijia.core.matters.models import Category
from huijia.doors.desk.forms.categories import CategoryForm
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

MOST = 500


@require_http_methods(["GET", "POST"])
def categories(request: HttpRequest) -> HttpResponse:
    """GET: the tree, with a form for a new one. POST: adds it."""
    return _page(request, open_for(request, "settings.edit"), None)


@require_http_methods(["GET", "POST"])
def category(request: HttpRequest, category_id: int) -> HttpResponse:
    """GET: the tree, with one of it in the form. POST: changes it."""
    access = open_for(request, "settings.edit")
    row = Category.objects.of(access.community).select_related("parent").filter(pk=category_id).first()
    if row is None:
        raise Http404
    return _page(request, access, row)


def _page(request: HttpRequest, access: Access, row: Category | None) -> HttpResponse:
    posted = request.method == "POST"
    form = CategoryForm(request.POST if posted else None, access=access, category=row)
    if posted and form.is_valid():
        try:
            saved = form.act()
        except Refusal as refusal:
            form.refuse(refusal)
            form.status = 409 if refusal.code == "stale" else form.status
        else:
            messages.success(request, _("「%(name)s」已保存，新登记的事项照此办。") % {"name": saved.name})
            return redirect("desk:categories")
    rows = Category.objects.of(access.community).select_related("owner__person").order_by("code")[:MOST]
    context = {"form": form, "category": row, "rows": list(rows)}
    return render(request, "desk/categories.html", context, status=form.status if posted else 200)
