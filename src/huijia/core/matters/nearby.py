"""附近有变化: what was done near a door, told without persons.

Only categories that the community agreed to show (public things, not people's affairs) and what somebody wrote for
the neighbours; never the reporter's text, the result or an address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.matters.enums import SHORT_NATURES, Nature, State
from huijia.core.matters.models import Matter, PublicWords
from huijia.core.people.queries import names_in, without_names
from huijia.core.places.models import DoorPlate
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities import options
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger import actions as ledger
from huijia.lib import clock, geo
from huijia.lib.text import clean

READ = 400
"""Matters looked at for one page or one pile of sheets, the newest."""
DEGREES_PER_METRE = 1 / 90_000
"""More than a metre is at any latitude here; the exact distance is measured afterwards."""
LONGEST = 60


def register() -> None:
    for spec in (
        options.Spec("door_changes_days", _("门口页显示多少天内办好的事"), 60, unit=_("天"), least=1, most=366),
        options.Spec("door_near_metres", _("门口页上多少米以内算附近"), 300, unit=_("米"), least=50, most=5000),
        options.Spec(
            "door_change_categories", _("哪些类别办好后告诉邻里"),
            ["安全隐患", "环境卫生", "公共设施", "物业", "森林防汛"], "words",
        ),
    ):
        options.register(spec)


@dataclass(frozen=True)
class Change:
    """`before` and `after` are "" where nobody wrote words for the neighbours. `place`: a group or a grid."""

    category: str
    place: str
    done_at: datetime
    before: str
    after: str


def done_lately(community: Community, at: datetime) -> QuerySet[Matter]:
    """Matters of the last days that may be told of at all."""
    since = at - timedelta(days=int(options.get(community, "door_changes_days")))
    rows = Matter.objects.of(community).filter(
        state=State.CLOSED, closed_at__gte=since, is_sensitive=False, is_petition=False, is_historic=False,
        at_once=False, category__isnull=False,
    )
    return rows.exclude(nature__in=[*SHORT_NATURES, Nature.CONSULT])


def changes_at(
    plates: Sequence[DoorPlate], community: Community, at: datetime | None = None, most: int = 5
) -> dict[int, list[Change]]:
    """By plate id what changed in its group (its grid where it has none) or near by, newest first; one statement."""
    moment = at or clock.now()
    metres = int(options.get(community, "door_near_metres"))
    shown = list(options.get(community, "door_change_categories"))
    rows = done_lately(community, moment).filter(
        Q(public_words__isnull=False) | Q(category__name__in=shown) | Q(category__parent__name__in=shown)
    )
    rows = rows.filter(_around(plates, metres)).select_related("category", "grid", "group", "public_words")
    found = list(rows.defer("text", "result", "answer", "grid__polygon").order_by("-closed_at", "-pk")[:READ])
    return {
        plate.pk: [_change(matter) for matter in found if _is_near(matter, plate, metres)][:most] for plate in plates
    }


def _around(plates: Iterable[DoorPlate], metres: int) -> Q:
    groups = {plate.group_id for plate in plates if plate.group_id is not None}
    grids = {plate.grid_id for plate in plates if plate.group_id is None}
    points = [(plate.lon, plate.lat) for plate in plates if plate.lon is not None and plate.lat is not None]
    wanted = Q(group_id__in=groups) | Q(grid_id__in=grids)
    if points:
        wide = metres * DEGREES_PER_METRE
        lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
        wanted |= Q(
            lon__gte=min(lons) - wide, lon__lte=max(lons) + wide, lat__gte=min(lats) - wide, lat__lte=max(lats) + wide
        )
    return wanted


def _is_near(matter: Matter, plate: DoorPlate, metres: int) -> bool:
    if plate.group_id is not None and matter.group_id == plate.group_id:
        return True
    if plate.group_id is None and matter.grid_id == plate.grid_id:
        return True
    if None in (matter.lon, matter.lat, plate.lon, plate.lat):
        return False
    here, there = (plate.lon or 0, plate.lat or 0), (matter.lon or 0, matter.lat or 0)
    return geo.metres(here, there) <= metres


def _change(matter: Matter) -> Change:
    words = getattr(matter, "public_words", None)
    place = matter.group or matter.grid
    assert matter.category is not None and matter.closed_at is not None
    return Change(
        category=matter.category.name, place=place.name if place else "", done_at=matter.closed_at,
        before=words.before if words else "", after=words.after if words else "",
    )


def tell_neighbours(
    matter: Matter, *, before: str, after: str, by: Access, at: datetime | None = None
) -> PublicWords:
    """Two short lines for the doors near by: how it was, how it is now. Telling again changes the lines.

    Raises:
        Refusal: not done or not to be told of; a line is empty, too long, or names somebody or a number.
    """
    by.require("matters.answer")
    moment = at or clock.now()
    if not done_lately(by.community, moment).filter(pk=matter.pk).exists():
        raise Refusal(_("这件事不能告诉邻里：还没办结、涉及个人，或已过了时间"), code="not_public")
    lines = {"before": _line(before, "before"), "after": _line(after, "after")}
    names = [*names_in(lines.values(), [by.community]), *([matter.reporter_name] if matter.reporter_name else [])]
    for name, line in lines.items():
        if without_names(line, names) != line:
            raise Refusal(_("这里写了姓名或号码，请改成不提个人的话"), field=name)
    with transaction.atomic():
        words, _made = PublicWords.objects.of(by.community).update_or_create(
            matter=matter,
            defaults={**lines, "community": by.community, "told_at": moment, "told_by_label": by.label[:80]},
        )
        ledger.record(
            "matters.told_public", subject=("matter", matter.pk), by=by.actor(), community_id=by.community.pk,
            at=moment, data=lines,
        )
    return words


def untell(matter: Matter, *, by: Access, at: datetime | None = None) -> None:
    """Takes the lines away again. Doing it twice changes nothing."""
    by.require("matters.answer")
    with transaction.atomic():
        gone, _which = PublicWords.objects.of(by.community).filter(matter=matter).delete()
        if gone:
            ledger.record(
                "matters.untold_public", subject=("matter", matter.pk), by=by.actor(), community_id=by.community.pk,
                at=at or clock.now(),
            )


def _line(text: str, field: str) -> str:
    line = " ".join(clean(text, 3 * len(text)).split())
    if not line:
        raise Refusal(_("请写一句话"), field=field)
    if len(line) > LONGEST:
        raise Refusal(_("最多 %(most)s 字") % {"most": LONGEST}, field=field)
    return line
