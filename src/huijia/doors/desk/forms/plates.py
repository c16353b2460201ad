"""A new plate: for a home by its address, or for a public spot in a grid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.places import actions
from huijia.core.places.formkit import GridField, PlaceField, dwelling_of
from huijia.core.places.models import DoorPlate
from huijia.kernel.accounts.formkit import OfficeForm
from huijia.kernel.communities.errors import Refusal


class IssueForm(OfficeForm):
    place_name = PlaceField(
        label=_("给哪里发牌"), required=True, help_text=_("填住房地址就是这一户的牌；别的地点(广场、岗亭)请再选网格。")
    )
    grid = GridField()

    def fill(self) -> None:
        field = self.fields["grid"]
        assert isinstance(field, GridField)
        field.load(self.access)

    def act(self) -> DoorPlate:
        name = self.cleaned_data["place_name"].strip()
        home = dwelling_of(self.access, name)
        given: dict[str, Any] = {"place_name": name, "grid": self.cleaned_data["grid"], "by": self.access}
        if home is not None:
            given |= {"grid": home.grid, "dwelling": home, "group": home.group, "lon": home.lon, "lat": home.lat}
        elif given["grid"] is None:
            raise Refusal(_("名册里没有这个地址；如果是公共地点，请选网格"), field="grid")
        return actions.issue_plate(**given)


class RevokeForm(OfficeForm):
    reason = forms.CharField(label=_("为什么停用"), max_length=120)
