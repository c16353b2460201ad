from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberKind(TextChoices):
    """类别: how a member belongs to the community's organisation."""

    EMPLOYED = "employed", _("在职")
    REGISTERED = "registered", _("在籍")
    LOCAL = "local", _("在地")
    MOBILE = "mobile", _("流动")
