"""A new plate; what is printed and how; what happened to a plate."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huijia.core.places import plates
from huijia.core.places.enums import PlateDesign, PlateSheet, PlateTrouble, ToldBy
from huijia.core.places.formkit import GridField, PlaceField, dwelling_of
from huijia.core.places.models import DoorPlate, PlateBatch
from huijia.doors.desk.plates import faces, paper
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, day_field
from huijia.kernel.communities.errors import Refusal


class IssueForm(OfficeForm):
    place_name = PlaceField(
        label=gettext_lazy("给哪里发牌"), required=True,
        help_text=gettext_lazy("填住房地址就是这一户的牌；别的地点(广场、岗亭)请再选网格。"),
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
        return plates.issue_plate(**given)


class ReasonForm(OfficeForm):
    """Why a plate is taken out of use or replaced."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=120)


class TroubleForm(OfficeForm):
    what = forms.ChoiceField(label=gettext_lazy("什么情况"), choices=PlateTrouble.choices)
    told = forms.ChoiceField(label=gettext_lazy("从哪里知道"), choices=ToldBy.choices)


class MountForm(OfficeForm):
    """A tick: it hangs there since today, or since the day given."""

    on = day_field(gettext_lazy("张贴日期"), required=False)


def size_words(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def read_from(hotline: str, size: tuple[int, int]) -> str:
    """How high the digits are, and from how far they are read."""
    if not hotline:
        return _("还没有热线号码")
    height = faces.digits_of(hotline, *size).height_mm
    if height >= faces.LEAST_FROM_3M:
        return _("热线数字高 %(height)s 毫米，3 米外看得清") % {"height": height}
    return _("热线数字高 %(height)s 毫米，%(metres)s 米外看得清") % {
        "height": height, "metres": round(height * 0.25, 1)
    }


class PrintForm(OfficeForm):
    """What goes to the printer: the design, what comes out, and the size where the paper does not give it."""

    uuid = ClientUuid()
    design = forms.ChoiceField(
        label=gettext_lazy("样式"), choices=PlateDesign.choices, widget=forms.RadioSelect, initial=PlateDesign.EAVES
    )
    sheet = forms.ChoiceField(label=gettext_lazy("打印什么"), widget=forms.RadioSelect, initial=PlateSheet.TWO)
    size = forms.ChoiceField(
        label=gettext_lazy("牌的尺寸(毫米)"), required=False,
        help_text=gettext_lazy("制牌图按这个尺寸画；姓名条按这个尺寸的牌裁。A4 上的牌尺寸由版面定。"),
    )
    note = forms.CharField(
        label=gettext_lazy("备注"), required=False, max_length=120, help_text=gettext_lazy("例如：交给哪家制牌厂。")
    )

    def fill(self) -> None:
        hotline = self.access.community.hotline
        sheet, size = self.fields["sheet"], self.fields["size"]
        assert isinstance(sheet, forms.ChoiceField) and isinstance(size, forms.ChoiceField)
        sheet.choices = [(kind.value, self._sheet_words(kind, hotline)) for kind in PlateSheet]
        size.choices = [
            (size_words(one), f"{one[0]} × {one[1]} · {read_from(hotline, one)}") for one in paper.sizes()
        ]

    def _sheet_words(self, kind: PlateSheet, hotline: str) -> str:
        grid = paper.SHEETS.get(kind)
        if grid is None:
            return {
                PlateSheet.SVG: _("制牌图(SVG)，给金属牌、塑料牌厂家"),
                PlateSheet.STICKERS: _("二维码小贴纸，一张 A4 24 枚"),
                PlateSheet.STRIPS: _("姓名条，插在牌上，人换了只换条"),
            }[kind]
        size = (int(grid.width), int(grid.height))
        return _("%(sheet)s(%(width)s × %(height)s 毫米)，%(digits)s") % {
            "sheet": kind.label, "width": size[0], "height": size[1], "digits": read_from(hotline, size),
        }

    @property
    def chosen_size(self) -> tuple[int, int]:
        grid = paper.SHEETS.get(PlateSheet(self.cleaned_data["sheet"]))
        if grid is not None:
            return int(grid.width), int(grid.height)
        width, _x, height = (self.cleaned_data["size"] or size_words(paper.sizes()[1])).partition("x")
        return int(width), int(height)

    def act(self, chosen: Sequence[DoorPlate]) -> PlateBatch:
        return plates.print_batch(
            chosen, uuid=self.cleaned_data["uuid"], design=PlateDesign(self.cleaned_data["design"]),
            sheet=PlateSheet(self.cleaned_data["sheet"]), size=self.chosen_size, note=self.cleaned_data["note"],
            by=self.access,
        )


class AgainForm(OfficeForm):
    """A reprint of a batch: all of it or what was ticked, as it was or as name strips for its plates."""

    uuid = ClientUuid()
    sheet = forms.ChoiceField(choices=[("", ""), (PlateSheet.STRIPS.value, "")], required=False)

    def act(self, batch: PlateBatch, chosen: Sequence[DoorPlate]) -> PlateBatch:
        return plates.print_batch(
            chosen, uuid=self.cleaned_data["uuid"], design=PlateDesign(batch.design),
            sheet=PlateSheet(self.cleaned_data["sheet"] or batch.sheet), size=(batch.width_mm, batch.height_mm),
            again_of=batch, by=self.access,
        )
