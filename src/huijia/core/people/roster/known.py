"""The grids and groups that a roster may name, and what the rows of a file have said so far."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from huijia.core.places.models import Dwelling, Grid, Group
from huijia.kernel.communities.models import Community

MOST_NAMED = 12
_CODE = re.compile(r"(?<![0-9])[0-9]{15,18}(?![0-9])")


@dataclass(frozen=True)
class GridRef:
    """A grid that is there (`pk`), or one to be made with its code."""

    name: str
    code: str
    pk: int | None = None


@dataclass
class Known:
    """`seen`: who stood in the file before, and in which row. `last_head`: by address, for sheets that name none."""

    community: Community
    makes_missing: bool = False
    grids: list[GridRef] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    new_groups: set[str] = field(default_factory=set)
    grids_of_place: dict[str, set[GridRef]] = field(default_factory=dict)
    last_head: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    homes: set[str] = field(default_factory=set)
    households: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def load(cls, community: Community, *, makes_missing: bool = False) -> "Known":
        known = cls(community, makes_missing)
        by_id = {}
        for pk, name, code in Grid.objects.of(community).order_by("code").values_list("pk", "name", "code"):
            by_id[pk] = GridRef(name, code, pk)
        known.grids = list(by_id.values())
        names = Group.objects.of(community).values_list("name", flat=True)
        known.groups = {squeezed(name): name for name in names}
        rows = Dwelling.objects.of(community).order_by().values_list("estate", "group__name", "grid_id").distinct()
        for estate, group, grid_id in rows:
            known.grids_of_place.setdefault(estate or group or "", set()).add(by_id[grid_id])
        return known

    def grid(self, written: str, code: str = "") -> GridRef | None:
        """By name or code; a new one where that is allowed and a code is written beside the name."""
        code = code or next(iter(_CODE.findall(written)), "")
        name = squeezed(written.replace(code, "") if code else written).strip("()")
        for grid in self.grids:
            if (code and grid.code == code) or (not code and squeezed(grid.name) == name):
                return grid
        if self.makes_missing and _CODE.fullmatch(code):
            made = GridRef(name or code, code)
            self.grids.append(made)
            return made
        return None

    def grid_like(self, name: str) -> str:
        """The name of a sheet where it is a grid's, else ""."""
        return name if name and any(squeezed(grid.name) == squeezed(name) for grid in self.grids) else ""

    def grid_of_place(self, place: str) -> GridRef | None:
        """Where all homes of an estate or group lie in one grid, or there is only one grid: that one."""
        found = self.grids_of_place.get(place, set())
        if len(found) == 1:
            return next(iter(found))
        return self.grids[0] if len(self.grids) == 1 else None

    def group_name(self, written: str) -> str | None:
        """The group's own name, however it is spaced."""
        return self.groups.get(squeezed(written)) if written else None

    def add_group(self, name: str) -> str:
        self.groups[squeezed(name)] = name
        self.new_groups.add(name)
        return name

    def say_grids(self, written: str) -> str:
        names = "、".join(grid.name for grid in self.grids[:MOST_NAMED]) or _("还没有网格")
        if self.makes_missing:
            text = _("没有“%(value)s”这个网格；新网格要连 15 至 18 位编码一起写。已有：%(names)s")
        else:
            text = _("没有“%(value)s”这个网格。已有：%(names)s")
        return text % {"value": written[:20], "names": names}

    def say_groups(self, written: str) -> str:
        names = "、".join(list(self.groups.values())[:MOST_NAMED]) or _("还没有村组")
        return _("没有“%(value)s”这个村组。已有：%(names)s") % {"value": written[:20], "names": names}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
