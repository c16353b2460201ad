"""What the ledger says of places."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

kinds.register("places.grid_saved", _("保存网格 {name}"))
kinds.register("places.group_saved", _("保存村组 {name}"))
kinds.register("places.landmarks_added", _("地图上增加 {count} 处"))
kinds.register("places.plate_issued", _("发放网格服务牌：{place}"))
kinds.register("places.plate_revoked", _("停用网格服务牌：{place}({reason})"))
kinds.register("places.grid_drawn", _("画网格范围 {name}，{area} 平方米"))
kinds.register("places.grid_erased", _("去掉网格范围 {name}"))
kinds.register("places.grid_split", _("拆分网格 {name}，新网格 {new}"))
kinds.register("places.homes_moved", _("{count} 处房屋从 {source} 移到 {target}"))
kinds.register("places.homes_placed", _("{count} 处房屋放到地图上"))
