"""What is printed of a plate, read from the records."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import override

from huijia.core.people.enums import PostKind
from huijia.core.people.queries import carers_at
from huijia.core.places.enums import PlateDesign, PlateSheet
from huijia.core.places.models import DoorPlate, PlateBatch
from huijia.doors.desk.plates import faces, paper, small
from huijia.kernel.communities.models import Community


def words_of(plate: DoorPlate, community: Community) -> faces.Words:
    name = f"{community.name}(练习)" if community.is_practice else community.name
    return faces.Words(
        place=plate.place_name, grid=plate.grid.name, community=name, motto=community.motto,
        hotline=community.hotline, url=url_of(plate),
    )


def url_of(plate: DoorPlate) -> str:
    """The address in the code: an opaque token, nothing of the place and nobody's name."""
    return f"{settings.PUBLIC_URL}/d/{plate.token}/"


def people_at(plates: Iterable[DoorPlate], community: Community) -> dict[int, list[small.Named]]:
    """Who stands on the name strip of each plate, by its id."""
    found = list(plates)
    carers = carers_at([(plate.dwelling_id, plate.grid_id) for plate in found], community)
    with override("zh-hans"):
        return {
            plate.pk: [
                small.Named(str(PostKind(carer.kind).label), carer.label, spaced(carer.phone))
                for carer in carers[plate.dwelling_id, plate.grid_id]
            ]
            for plate in found
        }


def spaced(phone: str) -> str:
    """13800001234 as people read it aloud."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone.isdecimal() else phone


def pages(batch: PlateBatch, plates: Sequence[DoorPlate], community: Community) -> list[SafeString]:
    """The sheets of A4 of these plates of a batch, drawn."""
    size = (batch.width_mm, batch.height_mm)
    if batch.sheet == PlateSheet.STRIPS:
        named, strip = people_at(plates, community), small.strip_size(*size)
        cells = [small.strip(plate.place_name, named[plate.pk], *strip) for plate in plates]
        return list(paper.sheets(cells, paper.grid_for(*strip)))
    if batch.sheet == PlateSheet.STICKERS:
        grid = paper.STICKERS
        stuck = [small.sticker(words_of(plate, community), grid.width, grid.height) for plate in plates]
        return list(paper.sheets(stuck, grid))
    design = PlateDesign(batch.design)
    cells = [faces.face(words_of(plate, community), design, *size) for plate in plates]
    return list(paper.sheets(cells, paper.SHEETS.get(PlateSheet(batch.sheet)) or paper.grid_for(*size)))


def many_on_a_sheet(batch: PlateBatch) -> int:
    if batch.sheet == PlateSheet.STRIPS:
        return paper.grid_for(*small.strip_size(batch.width_mm, batch.height_mm)).many
    if batch.sheet == PlateSheet.STICKERS:
        return paper.STICKERS.many
    grid = paper.SHEETS.get(PlateSheet(batch.sheet))
    return grid.many if grid else 1
