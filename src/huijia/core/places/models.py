"""Where things are: grids, groups, dwellings, landmarks, and the plates at the doors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.places.enums import (
    Crs,
    DwellingKind,
    GroupKind,
    LandmarkKind,
    PlateDesign,
    PlateSheet,
    PlateTrouble,
    ToldBy,
)
from huijia.kernel.communities.models import CommunityOwned


class Grid(CommunityOwned):
    """网格. `polygon` is a GeoJSON Polygon or MultiPolygon in WGS-84, or null while nothing is drawn.

    `version` grows with each change, so that of two people who edit the second is told.
    """

    code = models.CharField(_("编码"), max_length=18)
    name = models.CharField(_("名称"), max_length=60)
    polygon = models.JSONField(_("范围"), null=True, blank=True)
    party_group = models.CharField(_("网格党小组"), max_length=60, blank=True)
    source_crs = models.CharField(_("来源坐标系"), max_length=10, choices=Crs.choices, default=Crs.WGS84)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="grid_code_once")]

    def __str__(self) -> str:
        return self.name


class Group(CommunityOwned):
    """居民小组 or 村组, the traditional unit inside or across grids."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类别"), max_length=10, choices=GroupKind.choices)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class Dwelling(CommunityOwned):
    """住房: 小区/楼/单元/室 or 村组/门牌. `address` is the whole of it in words, made by the verb that writes it."""

    kind = models.CharField(max_length=8, choices=DwellingKind.choices)
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="dwellings")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="dwellings")
    estate = models.CharField(_("小区"), max_length=60, blank=True)
    building = models.CharField(_("楼"), max_length=20, blank=True)
    unit = models.CharField(_("单元"), max_length=20, blank=True)
    room = models.CharField(_("室"), max_length=20, blank=True)
    door_number = models.CharField(_("门牌"), max_length=20, blank=True)
    address = models.CharField(_("地址"), max_length=160)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "address"], name="dwelling_address_once"),
            models.CheckConstraint(
                name="dwelling_address_of_its_kind",
                condition=models.Q(kind="estate", building__gt="") | models.Q(kind="village", door_number__gt=""),
            ),
        ]
        indexes = [models.Index(fields=["community", "grid", "id"])]

    def __str__(self) -> str:
        return self.address

    @property
    def same_building(self) -> str:
        """What neighbours in one building share; empty for a village house."""
        return f"{self.estate}{self.building}" if self.kind == DwellingKind.ESTATE else ""


class Landmark(CommunityOwned):
    """A hill, pond, river or building that people steer by; `shape` is any GeoJSON geometry in WGS-84."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=LandmarkKind.choices)
    shape = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class DoorPlate(CommunityOwned):
    """网格服务牌. The token is on the door for all to read: it opens a page about the place, never about people.

    `replaces` is the plate that hung here before. `trouble` says what happened to it, also after it is out of use.
    """

    token = models.CharField(max_length=40, unique=True)
    place_name = models.CharField(_("地点"), max_length=120)
    dwelling = models.ForeignKey(Dwelling, models.PROTECT, null=True, blank=True, related_name="plates")
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="plates")
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="plates")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=120, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    printed_at = models.DateTimeField(_("最近打印"), null=True, blank=True)
    mounted_on = models.DateField(_("张贴日期"), null=True, blank=True)
    trouble = models.CharField(_("情况"), max_length=8, choices=PlateTrouble.choices, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)
    trouble_told = models.CharField(_("从哪里知道"), max_length=8, choices=ToldBy.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["replaces"], name="plate_replaced_once"),
        ]
        indexes = [models.Index(fields=["community", "grid", "id"])]

    def __str__(self) -> str:
        return self.place_name


class PlateBatch(CommunityOwned):
    """打印批次: what was sent to the printer or to the sign maker, kept so that it can be printed again.

    `width_mm`, `height_mm`: the plate itself; of name strips, the plate into which they slide.
    `again_of` is the batch of which this one is a reprint, of all its plates or of those that came out wrong.
    """

    uuid = models.UUIDField(unique=True)
    draft_hash = models.CharField(max_length=64, blank=True)
    design = models.CharField(_("样式"), max_length=8, choices=PlateDesign.choices)
    sheet = models.CharField(_("版面"), max_length=10, choices=PlateSheet.choices)
    width_mm = models.PositiveSmallIntegerField(_("牌宽(毫米)"))
    height_mm = models.PositiveSmallIntegerField(_("牌高(毫米)"))
    note = models.CharField(_("备注"), max_length=120, blank=True)
    count = models.PositiveIntegerField(_("块数"))
    made_at = models.DateTimeField(_("时间"))
    made_by_id = models.BigIntegerField(null=True, blank=True)
    made_by_label = models.CharField(_("打印人"), max_length=80)
    again_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reprints")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["community", "-id"], name="plate_batch_newest")]

    def __str__(self) -> str:
        return f"{self.pk:03d}"


class PlatePrint(CommunityOwned):
    """One plate in one batch, in the order of printing (`place` from 1)."""

    batch = models.ForeignKey(PlateBatch, models.CASCADE, related_name="prints")
    plate = models.ForeignKey(DoorPlate, models.PROTECT, related_name="prints")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "plate"], name="plate_once_in_batch"),
            models.UniqueConstraint(fields=["batch", "place"], name="place_once_in_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.place}"
