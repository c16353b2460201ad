"""Grids and homes on the map: what is drawn comes as GeoJSON text, from the map, pasted, or in a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.places import exchange, grids, locating, reading
from huijia.core.places.enums import Crs
from huijia.core.places.models import Dwelling, Grid
from huijia.kernel.accounts.formkit import OfficeForm
from huijia.kernel.communities.errors import Refusal

LARGEST = 1_500_000


def crs_field() -> forms.ChoiceField:
    help_text = _("手机和 GPS 用 WGS-84；从高德、腾讯、微信描来的选 GCJ-02，存的时候会换算。")
    return forms.ChoiceField(label=_("坐标系"), choices=Crs.choices, initial=Crs.WGS84, help_text=help_text)


def geojson_field(label: Any, rows: int = 4) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LARGEST, widget=box)


def file_field() -> forms.FileField:
    picker = forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json,application/json"})
    return forms.FileField(label=_("或选一个 GeoJSON 文件"), required=False, widget=picker)


class TextOrFile(OfficeForm):
    """A GeoJSON text, or a file that holds one."""

    text_name = "outline"

    def given(self) -> str:
        """
        Raises:
            Refusal: too large, or no text.
        """
        file = self.cleaned_data.get("file")
        if not file:
            return str(self.cleaned_data[self.text_name]).strip()
        if file.size > LARGEST:
            raise Refusal(_("文件太大，请先简化边界"), field="file")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise Refusal(_("文件不是 UTF-8 文本"), field="file") from error


class GridForm(OfficeForm):
    code = forms.CharField(label=_("网格编码"), max_length=18, help_text=_("15 至 18 位数字，定了就不再改。"))
    name = forms.CharField(label=_("名称"), max_length=60)
    party_group = forms.CharField(label=_("网格党小组"), max_length=60, required=False)

    def act(self) -> Grid:
        data = self.cleaned_data
        return grids.add_grid(
            code=data["code"].strip(), name=data["name"], party_group=data["party_group"], by=self.access
        )


class RenameForm(OfficeForm):
    name = forms.CharField(label=_("名称"), max_length=60)
    party_group = forms.CharField(label=_("网格党小组"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def act(self, grid: Grid) -> None:
        data = self.cleaned_data
        grids.change_grid(
            grid, name=data["name"], party_group=data["party_group"], version=data["version"], by=self.access
        )


class OutlineForm(TextOrFile):
    outline = geojson_field(_("边界(GeoJSON)"))
    file = file_field()
    crs = crs_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def act(self, grid: Grid) -> grids.Drawn:
        text = self.given()
        if not text:
            raise Refusal(_("请先画出边界，或贴上 GeoJSON"), field="outline")
        crs = self.cleaned_data["crs"]
        area = reading.outline_of(text, crs)
        return grids.draw_outline(grid, outline=area, version=self.cleaned_data["version"], crs=crs, by=self.access)


class SplitForm(OfficeForm):
    line = geojson_field(_("切线(GeoJSON)"), rows=2)
    part = forms.ChoiceField(
        label=_("哪一块成为新网格"), choices=list(grids.PARTS.items()), initial="small", widget=forms.RadioSelect
    )
    code = forms.CharField(label=_("新网格编码"), max_length=18)
    name = forms.CharField(label=_("新网格名称"), max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def act(self, grid: Grid) -> Grid:
        data = self.cleaned_data
        if not data["line"].strip():
            raise Refusal(_("请先画一条切线"), field="line")
        return grids.split_grid(
            grid, line=reading.line_of(data["line"], Crs.WGS84), part=data["part"], code=data["code"].strip(),
            name=data["name"], version=data["version"], by=self.access,
        )


class PlaceForm(OfficeForm):
    """Puts the ticked homes at one point. `homes` are ids, of this community only."""

    lon = forms.CharField(label=_("经度"), max_length=24)
    lat = forms.CharField(label=_("纬度"), max_length=24)
    crs = crs_field()

    def act(self, homes: list[Dwelling]) -> int:
        data = self.cleaned_data
        point = reading.point_of(data["lon"].strip(), data["lat"].strip(), data["crs"])
        return locating.place_homes(homes, point=point, by=self.access)


class ImportForm(TextOrFile):
    """`seen`: the plan that was shown; empty on the first look."""

    text_name = "text"
    text = geojson_field(_("贴上 GeoJSON"), rows=6)
    file = file_field()
    crs = crs_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LARGEST)

    def look(self) -> tuple[str, exchange.Plan]:
        """The text, and what taking it in would do."""
        text = self.given()
        if not text:
            raise Refusal(_("请选一个文件，或贴上 GeoJSON"), field="file")
        return text, exchange.plan(text, crs=self.cleaned_data["crs"], by=self.access)

    def act(self) -> exchange.Plan:
        data = self.cleaned_data
        return exchange.take_in(data["text"], crs=data["crs"], seen=data["seen"], by=self.access)
