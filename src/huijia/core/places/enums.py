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
