"""Fields that name a place: an address in words, or a grid of the reader's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.accounts.access import Access


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
