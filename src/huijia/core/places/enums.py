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
class PlateTrouble(TextChoices):
    """What happened to a plate. A lost one is out of use at once; a damaged one can still be scanned."""

    LOST = "lost", _("丢失")
    DAMAGED = "damaged", _("损坏")


class ToldBy(TextChoices):
    """Where it was noticed."""

    VISIT = "visit", _("上门走访")
    HOTLINE = "hotline", _("热线")
    COUNTER = "counter", _("现场窗口")
    PATROL = "patrol", _("巡查")


class PlateState(TextChoices):
    """What the list of plates is narrowed to; worked out from the dates, stored nowhere."""

    UNPRINTED = "unprinted", _("待打印")
    UNMOUNTED = "unmounted", _("待张贴")
    MOUNTED = "mounted", _("已张贴")
    DAMAGED = "damaged", _("损坏待换")
    LOST = "lost", _("已丢失")
    REVOKED = "revoked", _("已停用")


class PlateDesign(TextChoices):
    EAVES = "eaves", _("红檐")
    PINE = "pine", _("松绿")
    INK = "ink", _("素墨")


class PlateSheet(TextChoices):
    """What comes out of the printer. The number is how many stand on a sheet of A4."""

    ONE = "one", _("A4 一块")
    TWO = "two", _("A4 两块")
    FOUR = "four", _("A4 四块")
    EIGHT = "eight", _("A4 八块")
    SVG = "svg", _("制牌图(SVG)")
    STICKERS = "stickers", _("二维码小贴纸")
    STRIPS = "strips", _("姓名条")
