"""Two lines for the neighbours about a matter that is done."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.core.matters import nearby
from huijia.core.matters.models import Matter
from huijia.kernel.accounts.formkit import OfficeForm


class NeighboursForm(OfficeForm):
    before = forms.CharField(
        label=_("原来怎样"), max_length=nearby.LONGEST, help_text=_("例如：村口路灯三天不亮。不写姓名、电话和门牌。")
    )
    after = forms.CharField(label=_("现在怎样"), max_length=nearby.LONGEST, help_text=_("例如：换了灯泡，夜里亮了。"))

    def act(self, matter: Matter) -> None:
        data = self.cleaned_data
        nearby.tell_neighbours(matter, before=data["before"], after=data["after"], by=self.access)
