"""The quick form for the staff, and the slip with the first password."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huijia.core.opening import actions
from huijia.core.opening.forms.setup import NewcomerForm
from huijia.core.people.models import Post
from huijia.core.people.queries import holding
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal

SHOWN = 100
RIGHTS = ("settings.edit", "people.view", "accounts.manage")


@never_cache
@require_http_methods(["GET", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """GET: the form and who holds a post so far. POST: appoints, and shows the slip for the first sign-in."""
    access = open_for(request, *RIGHTS, any=False)
    form = NewcomerForm(request.POST if request.method == "POST" else None, access=access)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.appoint(form.newcomer(), by=access)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if made.user is None:
                messages.success(request, _("%(who)s已任%(post)s。") % _words(made.post))
                return redirect("opening:posts")
            return _slip(request, access, made)
    held = holding(Post.objects.of(access.community)).select_related("person__user", "grid", "group")
    context = {"form": form, "posts": held.defer("grid__polygon").order_by("kind", "pk")[:SHOWN]}
    return render(request, "opening/posts.html", context, status=422 if form.errors else 200)


def _words(post: Post) -> dict[str, str]:
    return {"who": post.person.name, "post": post.get_kind_display()}


def _slip(request: HttpRequest, access: Access, made: actions.Appointed) -> HttpResponse:
    """The answer itself shows the password, which is kept nowhere."""
    address = f"{settings.PUBLIC_URL}{reverse('accounts:login')}"
    context = {
        "made": made, "address": address, "qr": str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4)),
    }
    return render(request, "opening/slip.html", context)
