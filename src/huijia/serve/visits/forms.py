"""The room's forms; every rule is in `actions`."""


from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huijia.core.people.enums import KeyGroup
from huijia.core.places.formkit import GridField
from huijia.kernel.accounts.formkit import OfficeForm, day_field, written_field
from huijia.serve.visits import actions
from huijia.serve.visits.enums import Kind, Outcome
from huijia.serve.visits.models import Rule, Visit


class AmendForm(OfficeForm):
    """Other words for a visit."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    asked = written_field(_("居民说了什么"), required=False, rows=3)
    done = written_field(_("当场办了什么"), required=False, rows=2)
    next_on = day_field(_("约好下次哪天来"), required=False)

    def act(self, visit: Visit) -> None:
        data = self.cleaned_data
        actions.amend(visit, asked=data["asked"], done=data["done"], next_on=data["next_on"], by=self.access)


class VoidForm(OfficeForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("作废原因"), max_length=200)

    def act(self, visit: Visit) -> None:
        actions.void(visit, reason=self.cleaned_data["reason"], by=self.access)


class RuleForm(OfficeForm):
    """走访要求."""

    name = forms.CharField(label=_("名称"), max_length=40)
    key_group = forms.ChoiceField(
        label=_("哪些户"), required=False, choices=[("", _("每一户")), *KeyGroup.choices],
        help_text=_("按名册上的重点类别；家里有一个人属于这一类，这一户就算。"),
    )
    grid = GridField(label=_("只在哪个网格"))
    every_days = forms.IntegerField(label=_("至少多少天一次"), min_value=1, max_value=1095)
    starts_on = day_field(_("从哪天起"), required=False)
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def fill(self) -> None:
        field = self.fields["grid"]
        assert isinstance(field, GridField)
        field.load(self.access)
        field.choices = [("", _("整个社区")), *((key, grid.name) for key, grid in field.rows.items())]

    def act(self, rule: Rule | None) -> Rule:
        data = self.cleaned_data
        wanted = actions.Wanted(
            data["name"], data["every_days"], data["key_group"], data["grid"], data["starts_on"], data["is_active"]
        )
        return actions.save_rule(rule, wanted, by=self.access)


class FilterForm(OfficeForm):
    """What the list is narrowed to; the same words stand in its address."""

    grid = GridField()
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部")), *Kind.choices])
    outcome = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *Outcome.choices])
    mine = forms.BooleanField(label=_("只看我走的"), required=False)

    def fill(self) -> None:
        field = self.fields["grid"]
        assert isinstance(field, GridField)
        field.load(self.access)
        field.choices = [("", _("全部")), *((key, grid.name) for key, grid in field.rows.items())]

    def narrowed(self, rows: QuerySet[Visit]) -> QuerySet[Visit]:
        """Values that make no sense are left aside."""
        self.is_valid()
        data = self.cleaned_data
        if data.get("grid") is not None:
            rows = rows.filter(grid=data["grid"])
        for name in ("kind", "outcome"):
            if data.get(name):
                rows = rows.filter(**{name: data[name]})
        return rows.filter(visitor_id=self.access.user_id) if data.get("mine") else rows
