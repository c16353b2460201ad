"""What the ledger says of itself."""

from django.utils.translation import gettext_lazy as _

from huijia.kernel.ledger import kinds

kinds.register("ledger.shredded", _("清除第 {entry} 号记录中的个人信息：{reason}"))
