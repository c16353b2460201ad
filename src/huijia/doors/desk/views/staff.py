"""职务: who holds which post, giving one and ending it, and which login stands for whom."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huijia.core.people import actions
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Care, Post
from huijia.core.people.queries import holding
from huijia.doors.desk.forms.staff import FOUND, EndForm, LoginForm, PostForm, earliest_end, people_like
from huijia.kernel.accounts.access import Access, open_for
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

SIZE = 50
WHEN = (("", gettext_lazy("现任")), ("later", gettext_lazy("还没上任")), ("past", gettext_lazy("已卸任")))
RANK = Case(
    *[When(kind=kind, then=Value(place)) for place, kind in enumerate(PostKind.values)], output_field=IntegerField()
)


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """Who holds a post: by kind, then in the order given. `after`: rank and id of the last line of the page before."""
    access = open_for(request, "settings.edit", "accounts.manage")
    filters = {name: request.GET.get(name, "").strip()[:60] for name in ("kind", "q", "when")}
    rows = _narrowed(access, filters).annotate(rank=RANK)
    rank, _dash, last = request.GET.get("after", "").partition("-")
    if rank.isdecimal() and last.isdecimal():
        rows = rows.filter(Q(rank__gt=int(rank)) | Q(rank=int(rank), pk__gt=int(last)))
    rows = rows.select_related("person__user", "grid", "group").defer("grid__polygon")
    found = list(rows.order_by("rank", "pk")[: SIZE + 1])
    end = found[SIZE - 1] if len(found) > SIZE else None
    cared = _cared(access, found)
    for row in found:
        row.cared = cared.get(row.pk, 0)
    context = {
        "posts": found[:SIZE], "filters": filters, "kinds": PostKind.choices, "whens": WHEN,
        "next": f"{end.rank}-{end.pk}" if end else "", "is_filtered": any(filters.values()),
        "may_give": access.may("settings.edit") and access.may("people.view"), "today": clock.today(),
    }
    return render(request, "desk/staff.html", context)


def _narrowed(access: Access, filters: dict[str, str]) -> QuerySet[Any]:
    rows: QuerySet[Any] = Post.objects.of(access.community)
    today = clock.today()
    if filters["when"] == "later":
        rows = rows.filter(starts_on__gt=today)
    elif filters["when"] == "past":
        rows = rows.filter(ends_on__lte=today)
    else:
        rows = holding(rows, today)
    if filters["kind"]:
        rows = rows.filter(kind=filters["kind"])
    return rows.filter(person__name__icontains=filters["q"]) if filters["q"] else rows


def _cared(access: Access, posts: list[Any]) -> dict[int, int]:
    """How many households each member household looks after today."""
    cares = holding(Care.objects.of(access.community).filter(post__in=posts))
    return dict(cares.order_by().values_list("post_id").annotate(Count("pk")))


@require_http_methods(["GET", "POST"])
def post_give(request: HttpRequest) -> HttpResponse:
    """GET with `who`: whom the roster has under these words, and the form. POST: gives the post.

    Whoever only runs the system reads no people, so the right to look into the roster is needed as well.
    """
    access = open_for(request, "settings.edit", "people.view", any=False)
    wanted = (request.POST if request.method == "POST" else request.GET).get("who", "").strip()[:60]
    people = people_like(access, wanted)
    if request.method != "POST":
        return _give_page(request, wanted, PostForm(access=access, people=people, initial=_typed(wanted, bool(people))))
    form = PostForm(request.POST, access=access, people=people)
    if not form.is_valid():
        return _give_page(request, wanted, form, status=422)
    try:
        post = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return _give_page(request, wanted, form, status=422)
    values = {"who": post.person.name, "post": PostKind(post.kind).label}
    messages.success(request, _("%(who)s已任%(post)s。要登录办事的，接着关联账号。") % values)
    return redirect("desk:post", post.pk)


def _typed(wanted: str, known: bool) -> dict[str, str]:
    """What was searched for stands in the new person's name or number."""
    digits = sum(letter.isdigit() for letter in wanted) > 5
    return {"phone" if digits else "name": wanted, **({} if known else {"person": "new"})}


def _give_page(request: HttpRequest, wanted: str, form: PostForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "wanted": wanted, "many": len(form.people), "full": len(form.people) == FOUND}
    return render(request, "desk/post_give.html", context, status=status)


def post_of(access: Access, post_id: int) -> Post:
    """A post of this community, held or not.

    Raises:
        Http404: there is none.
    """
    rows = Post.objects.of(access.community).select_related("person__user", "grid", "group").defer("grid__polygon")
    found = rows.filter(pk=post_id).first()
    if found is None:
        raise Http404
    return found


@require_GET
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    access = open_for(request, "settings.edit", "accounts.manage")
    return post_page(request, access, post_of(access, post_id))


def post_page(
    request: HttpRequest, access: Access, found: Post, *, login: LoginForm | None = None, end: EndForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """One post with what may be done about it. `login`, `end`: the form that was refused."""
    today = clock.today()
    cares = holding(Care.objects.of(access.community).filter(post=found))
    others = holding(Post.objects.of(access.community).filter(person=found.person_id).exclude(pk=found.pk))
    others = others.select_related("grid", "group").defer("grid__polygon")
    may_link = access.may("accounts.manage")
    if login is None and may_link and found.person.user is None:
        login = LoginForm(access=access, person=found.person)
    context = {
        "post": found, "kind": PostKind(found.kind).label, "held": found.holds_on(today), "today": today,
        "over": _is_over(found, today), "others": others, "login": login,
        "cares": cares.count() if _looks_after(found) and access.may("people.view") else None, "may_link": may_link,
        "may_end": access.may("settings.edit") and not _is_over(found, today),
        "end": end or EndForm(access=access, initial={"ends_on": earliest_end(found)}),
    }
    return render(request, "desk/post.html", context, status=status)


def _looks_after(found: Post) -> bool:
    return found.kind == PostKind.MEMBER_HOUSEHOLD


def _is_over(found: Post, today: date) -> bool:
    return found.ends_on is not None and found.ends_on <= today


@require_POST
def post_end(request: HttpRequest, post_id: int) -> HttpResponse:
    access = open_for(request, "settings.edit")
    found = post_of(access, post_id)
    form = EndForm(request.POST, access=access)
    if not form.is_valid():
        return post_page(request, access, found, end=form, status=422)
    try:
        actions.end_post(found, ends_on=form.cleaned_data["ends_on"], by=access)
    except Refusal as refusal:
        form.refuse(refusal)
        return post_page(request, access, found, end=form, status=422)
    values = {"who": found.person.name, "post": PostKind(found.kind).label}
    messages.success(request, _("%(who)s的%(post)s已定好结束日期。手上的事要请人接手，接手之前仍由其负责。") % values)
    return redirect("desk:post", found.pk)


@require_POST
def login_link(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ties a login to the person of this post."""
    access = open_for(request, "accounts.manage")
    found = post_of(access, post_id)
    form = LoginForm(request.POST, access=access, person=found.person)
    if not form.is_valid():
        return _already(request, access, found, form)
    try:
        user = form.act()
    except Refusal as refusal:
        form.refuse(refusal)
        return post_page(request, access, found, login=form, status=422)
    values = {"who": found.person.name, "login": user.username}
    messages.success(request, _("%(who)s用账号 %(login)s 登录，派给%(who)s的事就在清单里。") % values)
    return redirect("desk:post", found.pk)


def _already(request: HttpRequest, access: Access, found: Post, form: LoginForm) -> HttpResponse:
    """The same login sent twice is no longer on offer the second time, and all is well."""
    user = found.person.user
    if user is not None and str(user.pk) == request.POST.get("user"):
        return redirect("desk:post", found.pk)
    return post_page(request, access, found, login=form, status=422)


@require_POST
def login_unlink(request: HttpRequest, post_id: int) -> HttpResponse:
    access = open_for(request, "accounts.manage")
    found = post_of(access, post_id)
    actions.unlink_login(found.person, by=access)
    messages.success(request, _("%(who)s不再关联账号。账号本身没有停用。") % {"who": found.person.name})
    return redirect("desk:post", found.pk)
