"""What the office's forms share: a client UUID, a place told by its address, and how a refusal finds its field."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import Source
from huijia.core.people.models import Post
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.errors import Refusal

MOMENT = "%Y-%m-%dT%H:%M"


class OfficeForm(forms.Form):
    """A form of one community. Field names are those that the verb's refusals name."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "f_%s")
        super().__init__(*args, **kwargs)
        self.access = access
        self.fill()

    def fill(self) -> None:
        """Gives choices to the fields that need them."""

    def refuse(self, refusal: Refusal) -> None:
        """The verb's refusal beside its field, or above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ClientUuid(forms.UUIDField):
    """Made with the page, so that the same form sent twice is one thing."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4, error_messages={"required": _("页面已过期，请重新打开再填")})


class PlaceField(forms.CharField):
    """An address in words. `dwelling_of` finds the home that has exactly this address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("地点"))
        kwargs.setdefault("required", False)
        box = forms.TextInput(attrs={"list": "places", "autocomplete": "off", "data-places": ""})
        super().__init__(max_length=120, widget=box, **kwargs)


def dwelling_of(access: Access, address: str) -> Dwelling | None:
    """The home with exactly this address in this community."""
    rows = Dwelling.objects.of(access.community).select_related("grid", "group")
    return rows.filter(address=address.strip()).first() if address.strip() else None


def moment_field(label: Any, *, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label, required=required, input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


def grid_choices(access: Access) -> dict[str, Grid]:
    """The grids of this login, by their id as text."""
    rows = Grid.objects.of(access.community).order_by("code")
    if access.grids is not None:
        rows = rows.filter(pk__in=access.grids)
    return {str(grid.pk): grid for grid in rows}


class GridField(forms.ChoiceField):
    """A grid of this login; gives a `Grid` or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("网格"))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.rows: dict[str, Grid] = {}

    def clean(self, value: Any) -> Grid | None:
        return self.rows.get(super().clean(value))

    def load(self, access: Access) -> None:
        self.rows = grid_choices(access)
        self.choices = [("", _("按地址自动确定") if not self.required else _("请选择"))] + [
            (key, grid.name) for key, grid in self.rows.items()
        ]


def staff_posts(access: Access) -> list[Post]:
    """Everybody who holds a post today, each person once."""
    from huijia.core.people.enums import PostKind
    from huijia.core.people.queries import posts_of_kinds

    found: dict[int, Post] = {}
    for post in posts_of_kinds(access.community, [kind.value for kind in PostKind]):
        found.setdefault(post.person_id, post)
    return list(found.values())


def source_choices(*sources: Source) -> list[tuple[str, Any]]:
    return [(source.value, source.label) for source in sources]
