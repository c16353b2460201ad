"""代报名: by number at the desk, for a neighbour on foot; and what the office does with one sign-up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huijia.core.signup import actions
from huijia.core.signup.enums import State
from huijia.core.signup.forms.signing import SignForm, channel_of, known_by
from huijia.core.signup.models import Occasion, Signup
from huijia.core.signup.views.opening import occasion_of, opened, signup_of
from huijia.core.signup.views.shown import page_of
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

LAST_KEY = "signup_last"


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the form. POST with `do=look`: whose number that is; else signs up."""
    access = opened(request, "signup.attend")
    occasion = occasion_of(access, pk)
    if request.method != "POST":
        return _page(request, access, occasion, SignForm(access=access))
    phone = request.POST.get("phone", "")[:40]
    persons, household = known_by(access, phone)
    if request.POST.get("do") == "look":
        name = persons[0].name if len(persons) == 1 else request.POST.get("name", "")
        form = SignForm(access=access, household=household, initial={"phone": phone, "name": name})
        return _page(request, access, occasion, form, looked=True, persons=persons)
    form = SignForm(request.POST, access=access, household=household)
    return _signed(request, access, occasion, form)


def _signed(request: HttpRequest, access: Access, occasion: Occasion, form: SignForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, access, occasion, form, status=422)
    try:
        done = actions.sign(occasion, form.draft(channel_of(access, occasion)), by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, access, occasion, form, status=409 if isinstance(refusal, actions.Conflict) else 422)
    request.session[LAST_KEY] = done.signup.pk
    return redirect("signup:sign", occasion.pk)


def _page(
    request: HttpRequest, access: Access, occasion: Occasion, form: SignForm, status: int = 200, **extra: object
) -> HttpResponse:
    context = {
        "form": form, "occasion": occasion, "may_look": access.may("people.view"),
        "last": _last(request, access) if status == 200 else None, **extra,
    }
    return render(request, "signup/sign.html", context, status=status)


def _last(request: HttpRequest, access: Access) -> dict[str, object] | None:
    """Whom this login has just signed up, once: number and code to read out."""
    pk = request.session.pop(LAST_KEY, None)
    rows = Signup.objects.of(access.community).filter(pk=pk or 0, registered_by_id=access.user_id)
    signup = rows.select_related("occasion").first()
    if signup is None:
        return None
    code = actions.secret_code(signup.uuid)
    return {"signup": signup, "code_parts": [code[:4], code[4:]], "waits": signup.state == State.WAITING}


@require_POST
def act(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """`move`: cancel, accept, decline, miss, undo."""
    access = opened(request, "signup.attend")
    signup = signup_of(access, pk)
    verbs = {
        "cancel": actions.cancel_signup, "accept": actions.accept, "decline": actions.decline, "miss": actions.miss,
        "undo": actions.undo,
    }
    if move not in verbs:
        raise Http404
    try:
        verbs[move](signup, by=access)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        status = 409 if isinstance(refusal, actions.Stale) else 422
        return page_of(request, access, occasion_of(access, signup.occasion_id), status=status)
    said = {
        "cancel": _("取消了，空位给了下一位候补。"), "accept": _("确认了，名额归他。"), "decline": _("让给了下一位。"),
        "miss": _("记为未到。"), "undo": _("撤销了，回到已报名。"),
    }
    messages.success(request, said[move])
    return redirect("signup:occasion", signup.occasion_id)


@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The number in the clear, to be dialled by a tap; each look leaves an entry."""
    access = opened(request, "signup.attend")
    signup = signup_of(access, pk)
    try:
        number = actions.reveal(signup, by=access)
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=403)
    answer = render(request, "signup/_dial.html", {"phone": number})
    answer.headers["Cache-Control"] = "no-store"
    return answer
