"""What the ledger says of places."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

kinds.register("places.grid_saved", _("保存网格 {name}"))
kinds.register("places.group_saved", _("保存村组 {name}"))
kinds.register("places.landmarks_added", _("地图上增加 {count} 处"))
kinds.register("places.plate_issued", _("发放网格服务牌：{place}"))
kinds.register("places.plate_revoked", _("停用网格服务牌：{place}({reason})"))
