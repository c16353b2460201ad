from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GroupKind(TextChoices):
    RESIDENTS = "residents", _("居民小组")
    VILLAGE = "village", _("村组")


class DwellingKind(TextChoices):
    """The two ways in which a home is addressed."""

    ESTATE = "estate", _("小区楼栋")
    VILLAGE = "village", _("村组门牌")


class LandmarkKind(TextChoices):
    HILL = "hill", _("山")
    POND = "pond", _("塘")
    RIVER = "river", _("河")
    ROAD = "road", _("路")
    BUILDING = "building", _("房屋")
    SQUARE = "square", _("广场")


class Crs(TextChoices):
    """The reference system that an outline came in; stored is always WGS-84. CGCS2000 agrees with it to centimetres."""

    WGS84 = "wgs84", _("WGS-84(GPS、手机)")
    CGCS2000 = "cgcs2000", _("CGCS2000(国家大地、天地图)")
    GCJ02 = "gcj02", _("GCJ-02(高德、腾讯、微信)")
