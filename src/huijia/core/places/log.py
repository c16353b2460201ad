"""What the ledger says of places."""

from django.utils.translation import gettext_lazy as _

from huijia.core.places.enums import PlateSheet, ToldBy
from huijia.kernel.ledger import kinds

_WORDS = {
    "told": lambda code: dict(ToldBy.choices).get(code, code),
    "sheet": lambda code: dict(PlateSheet.choices).get(code, code),
}

kinds.register("places.grid_saved", _("保存网格 {name}"))
kinds.register("places.group_saved", _("保存村组 {name}"))
kinds.register("places.grid_removed", _("去掉网格 {name}"))
kinds.register("places.group_removed", _("去掉村组 {name}"))
kinds.register("places.landmarks_added", _("地图上增加 {count} 处"))
kinds.register("places.plate_issued", _("发放网格服务牌：{place}"))
kinds.register("places.plate_revoked", _("停用网格服务牌：{place}({reason})"))
kinds.register("places.grid_drawn", _("画网格范围 {name}，{area} 平方米"))
kinds.register("places.grid_erased", _("去掉网格范围 {name}"))
kinds.register("places.grid_split", _("拆分网格 {name}，新网格 {new}"))
kinds.register("places.homes_moved", _("{count} 处房屋从 {source} 移到 {target}"))
kinds.register("places.homes_placed", _("{count} 处房屋放到地图上"))
kinds.register("places.plate_replaced", _("换新牌：{place}({reason})"))
kinds.register("places.plate_lost", _("服务牌丢失，二维码即时停用：{place}({told})"), words=_WORDS)
kinds.register("places.plate_damaged", _("服务牌损坏：{place}({told})"), words=_WORDS)
kinds.register("places.plate_found", _("服务牌找回，恢复使用：{place}"))
kinds.register("places.plate_mounted", _("服务牌已张贴：{place}"))
kinds.register("places.plate_unmounted", _("服务牌改为未张贴：{place}"))
kinds.register("places.plates_printed", _("打印服务牌第 {batch} 批，{count} 块，{sheet}"), words=_WORDS)
