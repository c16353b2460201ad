"""Posts: who takes one, until when it is held, and which login stands for the person."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.people import actions
from huijia.core.people.enums import PostKind
from huijia.core.people.models import Household, Person, Post
from huijia.core.people.queries import phone_hash
from huijia.core.places.models import Grid, Group
from huijia.kernel.accounts import queries as accounts
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import OfficeForm, day_field
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.errors import Refusal
from huijia.lib import clock

NEW = "new"
FOUND = 20


def people_like(access: Access, wanted: str) -> list[Person]:
    """Those whose name begins so, or who have exactly this phone number; at most twenty."""
    wanted = wanted.strip()
    if not wanted:
        return []
    match = Q(name__startswith=wanted)
    with suppress(ValueError):
        match |= Q(phone_hash=phone_hash(wanted))
    return list(Person.objects.of(access.community).filter(match).order_by("name", "pk")[:FOUND])


class RowField(forms.TypedChoiceField):
    """A choice that gives the row behind it, None for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, rows: dict[str, Any], none: Any) -> None:
        # Here and not in `__init__`: each form has a copy of the field, and the copy's rows count.
        self.coerce = rows.__getitem__
        self.choices = [("", none), *((key, str(row)) for key, row in rows.items())]


class PostForm(OfficeForm):
    """`people`: those found by what was searched for; the last choice is somebody new."""

    person = forms.ChoiceField(label=gettext_lazy("谁"), widget=forms.RadioSelect)
    name = forms.CharField(label=gettext_lazy("姓名"), required=False, max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("电话"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=gettext_lazy("居民扫门牌时，网格员和中心户的电话可以一键拨打。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("职务"))
    title = forms.CharField(
        label=gettext_lazy("分工"), required=False, max_length=40, help_text=gettext_lazy("例如：民生委员。")
    )
    grid = RowField(label=gettext_lazy("网格"), required=False, help_text=gettext_lazy("网格员、网格长必选。"))
    group = RowField(label=gettext_lazy("村组"), required=False, help_text=gettext_lazy("组长必选。"))
    starts_on = day_field(gettext_lazy("从哪天起"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.people = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        who, kind = self.fields["person"], self.fields["kind"]
        grid, group = self.fields["grid"], self.fields["group"]
        assert isinstance(who, forms.ChoiceField) and isinstance(kind, forms.ChoiceField)
        assert isinstance(grid, RowField) and isinstance(group, RowField)
        known = [(key, person_line(person)) for key, person in self.people.items()]
        who.choices = [*known, (NEW, _("名册里没有，新登记一个人"))]
        kind.choices = [("", _("请选择")), *PostKind.choices]
        community = self.access.community
        grid.offer({str(row.pk): row for row in Grid.objects.of(community).defer("polygon")}, _("不分网格"))
        group.offer({str(row.pk): row for row in Group.objects.of(community)}, _("不分村组"))
        self.fields["starts_on"].initial = clock.today

    def act(self) -> Post:
        """A person first where there is none, both or neither."""
        data = self.cleaned_data
        with transaction.atomic():
            person = self.people.get(data["person"])
            if person is None:
                person = actions.add_person(name=data["name"], phone=data["phone"], by=self.access)
            return actions.give_post(
                person, kind=PostKind(data["kind"]), title=data["title"], grid=data["grid"], group=data["group"],
                starts_on=data["starts_on"], by=self.access,
            )


def person_line(person: Person) -> str:
    """A name and the end of the number, enough to tell two of one name apart."""
    return f"{person.name}({person.phone_tail})" if person.phone_tail else person.name


class EndForm(OfficeForm):
    ends_on = day_field(gettext_lazy("从哪天起不再任职"))

    def fill(self) -> None:
        self.fields["ends_on"].initial = clock.today


def earliest_end(post: Post) -> date:
    """Today, or the day after the start where that is later: what stands in the box at first."""
    return max(clock.today(), post.starts_on + timedelta(days=1))


class LoginForm(OfficeForm):
    """A login of this community that stands for nobody on the roster yet; those of the same name first."""

    user = RowField(label=gettext_lazy("账号"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        field = self.fields["user"]
        assert isinstance(field, RowField)
        taken = Person.objects.of(self.access.community).filter(user__isnull=False).values("user_id")
        free = accounts.users_of(self.access.community).filter(is_active=True).exclude(pk__in=taken)
        rows = sorted(free[:500], key=lambda user: (user.name != self.person.name, user.name, user.pk))
        field.offer({str(user.pk): user for user in rows}, _("请选择"))
        field.choices = [("", _("请选择")), *((str(user.pk), login_line(user)) for user in rows)]

    def act(self) -> User:
        user = self.cleaned_data["user"]
        assert isinstance(user, User)
        actions.link_login(self.person, user=user, by=self.access)
        return user


def login_line(user: User) -> str:
    return f"{user.name}({user.username})"


def _typed(data: Any, name: str) -> list[str]:
    """All values sent under `name`; none where nothing was sent."""
    return data.getlist(name) if isinstance(data, QueryDict) else []


class CareForm(OfficeForm):
    """Households chosen on the page; the verb says whether all of them are free."""

    households = forms.TypedMultipleChoiceField(
        label=gettext_lazy("住户"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = day_field(gettext_lazy("从哪天起"))

    def fill(self) -> None:
        self.fields["starts_on"].initial = clock.today
        field = self.fields["households"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        chosen = [pk for pk in _typed(self.data, "households") if pk.isdecimal()]
        rows = Household.objects.of(self.access.community).filter(pk__in=chosen[:200])
        self.rows = {row.pk: row for row in rows}
        field.choices = [(str(pk), str(pk)) for pk in self.rows]

    def act(self, post: Post) -> int:
        """How many households were added."""
        chosen = [self.rows[pk] for pk in self.cleaned_data["households"]]
        if not chosen:
            raise Refusal(_("请至少选一户"), field="households")
        since = self.cleaned_data["starts_on"]
        return len(actions.look_after(post, households=chosen, starts_on=since, by=self.access))
