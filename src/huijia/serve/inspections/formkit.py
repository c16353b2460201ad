"""The one screen of a check: the result, each item, and what was wrong here before."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.formkit import ClientUuid, OfficeForm, moment_field
from huijia.kernel.files.formkit import PhotosField, SignatureField, kept_signature
from huijia.serve.inspections import actions, queries
from huijia.serve.inspections.enums import Level, NoticeSigned, Result, Verdict
from huijia.serve.inspections.models import Hazard, Home

TERMS = (("", _("按约定")), ("7", _("7 天")), ("15", _("15 天")), ("30", _("30 天")))


class CheckForm(OfficeForm):
    """`v_<code>`, `l_<code>`, `n_<code>`: verdict, level and note of an item; `fixed_<id>`: an earlier hazard."""

    uuid = ClientUuid()
    result = forms.TypedChoiceField(
        label=_("结果"), choices=Result.choices, coerce=Result, widget=forms.RadioSelect, initial=Result.GOOD.value
    )
    days = forms.TypedChoiceField(label=_("整改期限"), choices=TERMS, coerce=int, required=False, empty_value=None)
    note = forms.CharField(label=_("备注"), required=False, max_length=300)
    partner_name = forms.CharField(label=_("一起去的人"), required=False, max_length=40)
    photos = PhotosField()
    signed = forms.ChoiceField(
        label=_("整改通知怎么签收"), required=False, choices=NoticeSigned.choices, widget=forms.RadioSelect,
        help_text=_("有隐患才要签收；住户不肯签，选“没有签”。"),
    )
    signed_by = forms.CharField(label=_("谁签收的"), required=False, max_length=40)
    signature = SignatureField()
    at = moment_field(_("哪天几点去的"), required=False, help_text=_("不填就是现在；纸上的记录填当时的时间。"))

    def __init__(self, *args: Any, home: Home, **kwargs: Any) -> None:
        self.home = home
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.items = list(self.home.campaign.checklist.items)
        for item in self.items:
            code = item["code"]
            self.fields[f"v_{code}"] = forms.TypedChoiceField(
                label=item["text"], choices=Verdict.choices, coerce=Verdict, widget=forms.RadioSelect, required=False,
                initial=Verdict.PASS.value, empty_value=Verdict.PASS,
            )
            self.fields[f"l_{code}"] = forms.TypedChoiceField(
                label=_("等级"), choices=Level.choices, coerce=Level, required=False, initial=item["level"],
                empty_value=Level(item["level"]),
            )
            self.fields[f"n_{code}"] = forms.CharField(label=_("说明"), required=False, max_length=200)
        self.before = list(queries.with_line(queries.open_at(self.home)).order_by("due_on", "pk"))
        for hazard in self.before:
            self.fields[f"fixed_{hazard.pk}"] = forms.ChoiceField(
                label=hazard.text, choices=(("yes", _("已整改")), ("no", _("还没有"))), required=False,
                widget=forms.RadioSelect,
            )

    @property
    def item_fields(self) -> list[tuple[Any, Any, Any]]:
        codes = [item["code"] for item in self.items]
        return [(self[f"v_{code}"], self[f"l_{code}"], self[f"n_{code}"]) for code in codes]

    @property
    def before_fields(self) -> list[tuple[Hazard, Any]]:
        return [(hazard, self[f"fixed_{hazard.pk}"]) for hazard in self.before]

    def draft(self, by: Access) -> actions.Draft:
        data = self.cleaned_data
        answers = {item["code"]: data[f"v_{item['code']}"] for item in self.items}
        faults = [
            actions.Fault(code, data[f"l_{code}"], data[f"n_{code}"], data["days"])
            for code, verdict in answers.items() if verdict == Verdict.FAIL
        ]
        fixed = {
            hazard.pk: data[f"fixed_{hazard.pk}"] == "yes" for hazard in self.before if data.get(f"fixed_{hazard.pk}")
        }
        signature = kept_signature(data["signature"], by=by) if data["signed"] == NoticeSigned.SCREEN else None
        return actions.Draft(
            home=self.home, result=data["result"], uuid=data["uuid"], answers=answers, faults=faults, fixed=fixed,
            note=data["note"], partner_name=data["partner_name"], signed=data["signed"], signed_by=data["signed_by"],
            signature=signature, at=data["at"],
        )
