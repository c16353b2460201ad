"""Who drives, with what, until when their papers hold; and the places to which people are driven."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.kernel.communities.models import CommunityOwned

PLATE_SHOWN = 2


class RideTarget(CommunityOwned):
    """去的地方: a vaccination point, a hospital. WGS-84; null where nobody has put it on the map."""

    name = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    lon = models.FloatField(_("经度"), null=True, blank=True)
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("接送去的地方")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="ride_target_name_once")]

    def __str__(self) -> str:
        return self.name


class Driver(CommunityOwned):
    """司机 with one car. `seats`: places for others, the driver's own not among them; `wheelchair_spaces` of
    them can take a wheelchair. `licence_until`, `insurance_until`: the last day on which each holds.
    """

    version = models.PositiveIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="drivers")
    name = models.CharField(_("姓名"), max_length=40)
    phone_sealed = models.CharField(max_length=160)
    phone_hash = models.CharField(max_length=80)
    phone_tail = models.CharField(_("电话后四位"), max_length=4)
    vehicle = models.CharField(_("什么车"), max_length=40)
    plate_number = models.CharField(_("车牌"), max_length=12)
    seats = models.PositiveSmallIntegerField(_("能坐几人"), default=4)
    wheelchair_spaces = models.PositiveSmallIntegerField(_("能放几辆轮椅"), default=0)
    licence_until = models.DateField(_("驾驶证有效期到"))
    insurance_until = models.DateField(_("车辆保险到"))
    note = models.CharField(_("什么时候有空"), max_length=120, blank=True)
    is_active = models.BooleanField(_("参加接送"), default=True)

    class Meta:
        verbose_name = _("接送司机")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["community", "plate_number"], name="ride_driver_plate_once"),
            models.CheckConstraint(
                name="ride_driver_spaces", condition=models.Q(wheelchair_spaces__lte=models.F("seats"))
            ),
        ]
        indexes = [models.Index(fields=["community", "is_active", "id"], name="ride_driver_active")]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_plate(self) -> str:
        """苏L***12, for lists: enough to tell two cars apart."""
        return f"{self.plate_number[:2]}***{self.plate_number[-PLATE_SHOWN:]}"

    def papers_hold_on(self, day: date) -> bool:
        return self.licence_until >= day and self.insurance_until >= day

    @property
    def papers_until(self) -> date:
        return min(self.licence_until, self.insurance_until)
